import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'

/** Sends the account's webhooks a ping, so that who runs them can see that events arrive. It changes nothing in the book. */
export function sendPing(core: Core, caller: Caller): Promise<void> {
  return core.store.outbox.tell(caller.accountId, { kind: 'ping', extension: '' })
}
