import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/**
 * Sends a ping to the account's webhooks, so that their owners can see that events arrive. It changes nothing in the
 * book.
 */
export function sendPing(core: Core, caller: Caller): Promise<void> {
  mustBeAllowed(caller, 'webhook.ping')
  return core.store.outbox.tell(caller.accountId, { kind: 'ping', extension: '' })
}
