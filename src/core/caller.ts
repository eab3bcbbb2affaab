import type { Permission } from './permission/permission.ts'

/** Who asks, whatever for: every change keeps it. */
interface Asker {
  /** The credential that signed in; `null` for a person, the system user and the server itself. */
  readonly credentialId: number | null
  /** The name of a person or of the system user, or the work that the server does by itself; `null` where nobody has one. */
  readonly name: string | null
  /** Where the call came in: a dialect's name, `cli`, or `worker` for the server itself. */
  readonly origin: string
  /** All that it may do. */
  readonly permissions: ReadonlySet<Permission>
}

/** Who asks for the things of one account. Every read and write is scoped to `accountId`. */
export interface Caller extends Asker {
  readonly accountId: number
}

/** Who asks for what belongs to no account, as the accounts themselves: the owner of the server, or the server itself. */
export interface ServerCaller extends Asker {
  readonly accountId: null
}

/** A caller of one account, or one for whom all accounts are open. */
export type AnyCaller = Caller | ServerCaller
