import type { EventKind } from '../event/event.ts'

/** An address that is told of events. `createdAt` is epoch milliseconds. */
export interface Webhook {
  readonly accountId: number
  readonly id: number
  readonly url: string
  /** Whose wire format the messages have, and which of its forms. */
  readonly dialect: string
  readonly format: string
  readonly method: 'GET' | 'POST'
  readonly events: readonly EventKind[]
  /** For Basic authentication; null without. */
  readonly username: string | null
  /** Encrypted by the vault. */
  readonly sealedPassword: string | null
  readonly createdAt: number
}
