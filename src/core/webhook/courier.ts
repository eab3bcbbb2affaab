import type { Attempt, Delivery } from './delivery.ts'
import type { Webhook } from './webhook.ts'

/** A message as it goes over the wire. */
export interface Message {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** Sends messages. Any answer with a status of 2xx is success; whatever goes wrong is in the attempt, nothing is thrown. */
export interface Courier {
  send(message: Message): Promise<Attempt>
}

/** Gives an event the form that the webhook's dialect has for it. */
export type ShapeMessage = (webhook: Webhook, event: Delivery['event']) => Omit<Message, 'method'>
