import type { EventKind } from '../event/event.ts'

/** An address that is told of events. `createdAt` is epoch milliseconds. */
export interface Webhook {
  readonly accountId: number
  readonly id: number
  readonly url: string
  /** The dialect that the messages are in, and which of its formats: `simotel` and `G4`. */
  readonly dialect: string
  readonly format: string
  readonly method: 'GET' | 'POST'
  readonly events: readonly EventKind[]
  /** The user name for Basic authentication; `null` without. */
  readonly username: string | null
  /** The password, sealed by the vault. */
  readonly sealedPassword: string | null
  readonly createdAt: number
}
