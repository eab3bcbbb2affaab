import type { Caller } from './caller.ts'

/** Whose write a change is. `accountId` is null for what belongs to no account. */
export interface Author {
  readonly accountId: number | null
  readonly credentialId: number | null
  readonly origin: string
}

/** The caller as the author of a change to its own account. */
export function authorOf(caller: Caller): Author {
  return { accountId: caller.accountId, credentialId: caller.credentialId, origin: caller.origin }
}
