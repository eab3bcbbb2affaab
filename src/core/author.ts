import type { AnyCaller } from './caller.ts'

/** Whose write a change is. `accountId` is null for what belongs to no account. */
export interface Author {
  readonly accountId: number | null
  readonly credentialId: number | null
  /** The person, the system user or the server's own work, as {@link AnyCaller} has it. */
  readonly name: string | null
  readonly origin: string
}

/** The caller as the author of a change to its own account, or to another one that is open for it. */
export function authorOf(caller: AnyCaller, accountId: number | null = caller.accountId): Author {
  return { accountId, credentialId: caller.credentialId, name: caller.name, origin: caller.origin }
}
