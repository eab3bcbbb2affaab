import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { snapshotWebhook } from './snapshot-webhook.ts'

/**
 * Removes a webhook. Events that it has not been told of yet are never sent.
 *
 * @throws Refusal `not_found`.
 */
export function removeWebhook(core: Core, caller: Caller, id: number): Promise<void> {
  mustBeAllowed(caller, 'webhook.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const webhook = mustExist(await tx.webhooks.lock(caller.accountId, id), `webhook as ${id}`)
    await tx.webhooks.remove(webhook)
    const before = snapshotWebhook(webhook)
    return {
      answer: undefined,
      change: { noun: 'webhook', verb: 'remove', subject: String(before.url), before, after: null },
    }
  })
}
