import type { Delivery, LoggedDelivery } from './delivery.ts'
import type { Webhook } from './webhook.ts'

/** Reads webhooks, in the order in which they were made. */
export interface WebhookReader {
  get(accountId: number, id: number): Promise<Webhook | undefined>
  all(accountId: number): Promise<Webhook[]>
}

/** Writes webhooks. */
export interface WebhookWriter extends WebhookReader {
  /** Reads the webhook and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, id: number): Promise<Webhook | undefined>
  insert(webhook: Webhook): Promise<void>
  remove(webhook: Webhook): Promise<void>
}

/** Reads deliveries. */
export interface DeliveryReader {
  get(accountId: number, id: number): Promise<Delivery | undefined>
  /** The account's newest deliveries, the newest first. */
  newest(accountId: number, limit: number): Promise<LoggedDelivery[]>
}
