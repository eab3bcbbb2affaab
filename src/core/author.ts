import type { AnyCaller, RequestTrace } from './caller.ts'

/** The author of a change. `accountId` is `null` for a change of things that belong to no account. */
export interface Author {
  readonly accountId: number | null
  readonly credentialId: number | null
  /** The name of the person or of the system user, or the server's own work, as {@link AnyCaller} has it. */
  readonly name: string | null
  readonly origin: string
  /** Is told of the change, once it is committed. */
  readonly trace?: RequestTrace | undefined
}

/** The caller as the author of a change, to its own account or to another one where all accounts are open for it. */
export function authorOf(caller: AnyCaller, accountId: number | null = caller.accountId): Author {
  const { credentialId, name, origin, trace } = caller
  return trace ? { accountId, credentialId, name, origin, trace } : { accountId, credentialId, name, origin }
}
