import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Author } from '../../core/author.ts'
import type { Effect } from '../../core/effect/effect.ts'
import type { Store, Transaction } from '../../core/ports.ts'
import type { OpenedStore } from './outbox.contract.ts'

const author: Author = { accountId: 1, credentialId: null, name: null, origin: 'test' }
const change = { noun: 'extension', verb: 'update', subject: 'x', before: null, after: null } as const
const moment = 60_000

/** The contract of every store for the turns of effects in their lanes. */
export function describeLanes(engine: string, open: () => Promise<OpenedStore>): void {
  describe(`the lanes of an outbox on ${engine}`, () => {
    let store: Store
    let clock: OpenedStore['clock']
    let remove: () => Promise<void>
    before(async () => {
      ;({ store, clock, remove } = await open())
    })
    after(async () => {
      await store.close()
      await remove()
    })

    const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      store.write(author, async (tx) => ({ answer: await work(tx), change }))
    const drop = (accountId: number, id: number, number: string): Promise<void> =>
      write((tx) => tx.effects.dropRegistration({ accountId, id, number }))
    const claimDrops = (): Promise<Effect[]> => store.outbox.claim('drop-registration', 100, moment)
    const over = (effect: Effect): Promise<void> => store.outbox.settle(effect, { retryAt: null })
    const subjects = (effects: readonly Effect[]): string[] => effects.map(({ subject }) => subject).sort()
    const addWebhook = (accountId: number): Promise<void> =>
      write((tx) =>
        tx.webhooks.insert({
          accountId,
          id: 1,
          url: 'http://127.0.0.1/',
          dialect: 'd',
          format: 'f',
          method: 'POST',
          events: ['outgoing-call'],
          username: null,
          sealedPassword: null,
          createdAt: 1,
        }),
      )

    it('keeps the order of each extension, and leaves nothing behind, while events come and go at once', async () => {
      const accountId = 12
      await addWebhook(accountId)
      const [rounds, extensions] = [25, ['1', '2', '3', '4']]
      const seen = new Map(extensions.map((extension) => [extension, [] as string[]]))
      const workOff = async (): Promise<number> => {
        const claimed = await store.outbox.claim('deliver', 3, moment)
        await Promise.all(
          claimed.map(async (effect) => {
            const event = (await store.deliveries.get(accountId, Number(effect.subject)))?.event
            assert.ok(event?.kind === 'outgoing-call')
            seen.get(event.extension)?.push(event.callId)
            await over(effect)
          }),
        )
        return claimed.length
      }
      const told = Promise.all(
        extensions.map(async (extension) => {
          for (let round = 0; round < rounds; round++) {
            const call = { extension, callId: String(round), number: '1', trunk: 't' }
            await store.outbox.tell(accountId, { kind: 'outgoing-call', ...call })
          }
        }),
      )
      let isTold = false
      const telling = told.finally(() => {
        isTold = true
      })
      const worker = async (): Promise<void> => {
        while (!isTold) {
          await workOff()
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
      await Promise.all([telling, worker(), worker()])
      while ((await workOff()) > 0);
      const inOrder = Array.from({ length: rounds }, (_, round) => String(round))
      assert.deepEqual(
        [...seen],
        extensions.map((extension) => [extension, inOrder]),
      )
      assert.equal((await store.outbox.waiting('deliver')).count, 0)
    })

    it('hands out one after the other what came into the lane of another, and what that left behind', async () => {
      await drop(1, 81, '581')
      await drop(1, 81, '582')
      await drop(1, 83, '583')
      // The number 581 belongs to the extension 83 now. Its effect stands before that of 583, and 582 is first in its
      // lane.
      await drop(1, 83, '581')
      const first = await claimDrops()
      assert.deepEqual(subjects(first), ['581', '582'])
      // The effect of 582 is put back, and then asked for by yet another extension.
      await Promise.all(first.map((effect) => store.outbox.settle(effect, { retryAt: clock.now() + 5 })))
      assert.deepEqual(await claimDrops(), [])
      await drop(1, 84, '582')
      const again = await claimDrops()
      assert.deepEqual(subjects(again), ['582'])
      await over(again[0] as Effect)
      clock.advance(5)
      const [moved] = (await claimDrops()) as [Effect]
      assert.equal(moved.subject, '581')
      await over(moved)
      const last = await claimDrops()
      assert.deepEqual(subjects(last), ['583'])
      await over(last[0] as Effect)
    })

    it('goes on with a lane whose first effect is forgotten', async () => {
      await drop(1, 85, '585')
      clock.advance(10)
      await drop(1, 85, '586')
      await store.outbox.forget({ deliveries: 0, missedCalls: 0, effects: clock.now() })
      assert.deepEqual(subjects(await claimDrops()), ['586'])
    })
  })
}
