import type { BookEvent } from '../event/event.ts'
import type { Attempt, Delivery } from './delivery.ts'
import type { Webhook } from './webhook.ts'

/** A message as it goes over the wire. */
export interface Message {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** Sends messages. An answer with a status of 2xx is success. A failure is described in the attempt. */
export interface Courier {
  /** Rejects only when `signal` ends it. */
  send(message: Message, signal: AbortSignal): Promise<Attempt>
}

/** An attempt to deliver. The first is 1, and there are so many at most. */
export interface Posting {
  readonly delivery: Pick<Delivery, 'id' | 'createdAt'>
  readonly attempt: number
  readonly attempts: number
}

/**
 * Makes the message of an event, in the form that the webhook's dialect has for it. The sign-in is added afterwards.
 */
export type ShapeMessage = (webhook: Webhook, event: BookEvent, posting: Posting) => Message
