import type { BookEvent } from '../event/event.ts'
import type { Attempt } from './delivery.ts'
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

/**
 * Makes the message of an event, in the form that the webhook's dialect has for it. The sign-in is added afterwards.
 */
export type ShapeMessage = (webhook: Webhook, event: BookEvent) => Message
