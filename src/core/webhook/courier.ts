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

/** Sends messages. Any answer with a status of 2xx is success; what goes wrong is in the attempt. */
export interface Courier {
  /** Rejects only when `signal` ends it. */
  send(message: Message, signal: AbortSignal): Promise<Attempt>
}

/** Gives an event the form that the webhook's dialect has for it; signing in comes on top. */
export type ShapeMessage = (webhook: Webhook, event: BookEvent) => Message
