import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Delivery } from './delivery.ts'

/**
 * Delivers an event once more, whatever became of it before. A delivery that waits for another attempt is tried at
 * once.
 *
 * @throws Refusal `not_found`, or `conflict` when the webhook of the delivery is gone.
 */
export async function resendDelivery(core: Core, caller: Caller, id: number): Promise<Delivery> {
  mustBeAllowed(caller, 'delivery.update')
  const { accountId } = caller
  const delivery = mustExist(await core.store.deliveries.get(accountId, id), `delivery as ${id}`)
  return core.store.write(authorOf(caller), async (tx) => {
    if (!(await tx.webhooks.lock(accountId, delivery.webhookId))) {
      throw new Refusal('conflict', `the webhook ${delivery.webhookId} that it went to is gone`)
    }
    await tx.effects.redeliver(delivery)
    const subject = `${delivery.event.kind} ${delivery.event.extension}`.trimEnd()
    const [before, after] = [
      { id, state: delivery.state },
      { id, state: 'waiting' },
    ]
    return { answer: delivery, change: { noun: 'delivery', verb: 'update', subject, before, after } }
  })
}
