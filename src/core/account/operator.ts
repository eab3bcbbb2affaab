import type { Author } from '../author.ts'

/** The author of what an operator does at the command line to one account, or to none. */
export function operatorOf(accountId: number | null): Author {
  return { accountId, credentialId: null, origin: 'cli' }
}
