import type { Caller } from './caller.ts'
import type { Author } from './ports.ts'

/** The caller as the author of a change to its own account. */
export function authorOf(caller: Caller): Author {
  return { accountId: caller.accountId, credentialId: caller.credentialId, origin: caller.origin }
}
