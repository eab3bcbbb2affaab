import type { Credential } from './credential/credential.ts'
import type { Permission } from './permission/permission.ts'
import type { MadeChange } from './request-log/logged-request.ts'

/** The part of a caller that is the same for an account and for the server. Every change keeps who asked. */
interface Asker {
  /** The credential that signed in; `null` for a person, the system user and the server itself. */
  readonly credentialId: number | null
  /**
   * The name of a person or of the system user, or the work that the server does by itself; `null` where there is none.
   */
  readonly name: string | null
  /** The place where the call came in: a dialect's name, `cli`, or `worker` for the server itself. */
  readonly origin: string
  /** All that the caller may do. */
  readonly permissions: ReadonlySet<Permission>
  /** What the credential asks of its clients; absent where it asks nothing. */
  readonly asks?: ClientRules | undefined
  /** Takes what the request of a credential makes; absent for others. */
  readonly trace?: RequestTrace | undefined
}

/** What is known of the request of a credential, once it has been let in. */
export interface RequestTrace {
  /** Until when the account has bodies kept, in epoch milliseconds; 0 where it has none kept. */
  readonly bodiesUntil: number
  /** The last change that was committed for it. */
  change: MadeChange | null
}

/** What a credential asks of its clients beyond their vendor's rules. */
export type ClientRules = Pick<Credential, 'requiresMatch' | 'sameBodyWithin'>

/** A caller for the things of one account. Every read and write is scoped to `accountId`. */
export interface Caller extends Asker {
  readonly accountId: number
}

/**
 * A caller for things that belong to no account, as the accounts themselves: the owner of the server, or the server
 * itself.
 */
export interface ServerCaller extends Asker {
  readonly accountId: null
}

/** A caller of one account, or a caller for whom all accounts are open. */
export type AnyCaller = Caller | ServerCaller
