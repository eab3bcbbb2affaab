import type { Core } from '../core.ts'
import type { Webhook } from './webhook.ts'

/** The account's webhooks, in the order of their making. */
export function findWebhooks(core: Core, accountId: number): Promise<Webhook[]> {
  return core.store.webhooks.all(accountId)
}
