import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { snapshotWebhook } from './snapshot-webhook.ts'

/**
 * Removes a webhook. What it has not been told yet, it will not be told.
 *
 * @throws Refusal `not_found`.
 */
export function removeWebhook(core: Core, accountId: number, id: number): Promise<void> {
  return core.store.write(operatorOf(accountId), async (tx) => {
    const webhook = mustExist(await tx.webhooks.lock(accountId, id), `webhook as ${id}`)
    await tx.webhooks.remove(webhook)
    const before = snapshotWebhook(webhook)
    return {
      answer: undefined,
      change: { noun: 'webhook', verb: 'remove', subject: String(before.url), before, after: null },
    }
  })
}
