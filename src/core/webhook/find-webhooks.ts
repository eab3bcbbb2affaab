import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Webhook } from './webhook.ts'

/** The account's webhooks, in the order in which they were made. */
export function findWebhooks(core: Core, caller: Caller): Promise<Webhook[]> {
  mustBeAllowed(caller, 'webhook.find')
  return core.store.webhooks.all(caller.accountId)
}
