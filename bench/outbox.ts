// Measures looking for due effects while a webhook is dead and more and more effects wait behind its retries:
// node bench/outbox.ts
import { onAccount } from '../src/core/permission/callers.ts'
import { addWebhook } from '../src/core/webhook/add-webhook.ts'
import { buildBook } from './book.ts'
import { median } from './load.ts'
import { owner } from './owner.ts'

const lanes = 500
const moment = 60_000

for (const waiting of [500, 200_000]) {
  const book = await buildBook(0, async (core, accountId) => {
    const { outbox } = core.store
    const wire = { dialect: 'simotel', format: 'G4', method: 'POST', url: 'http://127.0.0.1:1/' } as const
    await addWebhook(core, onAccount(owner, accountId), { ...wire, events: ['extension-added'] })
    const tell = (number: number) =>
      outbox.tell(accountId, { kind: 'extension-added', extension: String(number % lanes) })
    for (let told = 0; told < waiting; told += lanes)
      await Promise.all(Array.from({ length: lanes }, (_, n) => tell(n)))
    const heads = await outbox.claim('deliver', lanes, moment)
    const retryAt = Date.now() + 60 * moment
    const settles = await timed(heads, (head) => outbox.settle(head, { retryAt }))
    const looks = await timed(Array(21).fill(0), () => outbox.claim('deliver', 16, moment))
    const tells = await timed(Array(21).fill(0), () => tell(0))
    console.log({ waiting, lanes: heads.length, lookMs: looks, settleMs: settles, tellMs: tells })
  })
  await book.remove()
}

/** The median time of the work on one item, in milliseconds. */
async function timed<T>(of: readonly T[], work: (each: T) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (const each of of) {
    const begun = performance.now()
    await work(each)
    times.push(performance.now() - begun)
  }
  return median(times)
}
