import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Author } from '../../core/author.ts'
import type { Effect } from '../../core/effect/effect.ts'
import type { BookEvent } from '../../core/event/event.ts'
import { defaultSettings } from '../../core/extension/extension.ts'
import type { Store, Transaction } from '../../core/ports.ts'
import type { Webhook } from '../../core/webhook/webhook.ts'

const author: Author = { accountId: 1, credentialId: null, name: null, origin: 'test' }
const change = { noun: 'extension', verb: 'update', subject: 'x', before: null, after: null } as const
const success = { at: 7, ms: 3, status: 200, problem: null }
const failure = { at: 5, ms: 2, status: 500, problem: 'it answered 500' }
const moment = 60_000

export interface OpenedStore {
  readonly store: Store
  readonly clock: { now(): number; advance(ms: number): void }
  remove(): Promise<void>
}

/** The contract of the outbox of every store. */
export function describeOutbox(engine: string, open: () => Promise<OpenedStore>): void {
  describe(`the outbox of a store on ${engine}`, () => {
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
    const drop = (accountId: number, id: number, number = String(500 + id)): Promise<void> =>
      write((tx) => tx.effects.dropRegistration({ accountId, id, number }))
    const claimDrops = (): Promise<Effect[]> => store.outbox.claim('drop-registration', 100, moment)
    const claimDeliveries = (): Promise<Effect[]> => store.outbox.claim('deliver', 100, moment)
    const over = (effect: Effect): Promise<void> => store.outbox.settle(effect, { retryAt: null, attempt: success })
    const subjects = (effects: readonly Effect[]): string[] => effects.map(({ subject }) => subject).sort()
    const clear = async (): Promise<void> => {
      clock.advance(moment)
      for (const claim of [claimDrops, claimDeliveries]) {
        for (let found = await claim(); found.length > 0; found = await claim()) await Promise.all(found.map(over))
      }
    }

    let webhooks = 0
    const addWebhook = async (accountId: number, fields: Partial<Webhook> = {}): Promise<Webhook> => {
      const webhook: Webhook = {
        accountId,
        id: ++webhooks,
        url: 'http://127.0.0.1/',
        dialect: 'd',
        format: 'f',
        method: 'POST',
        events: ['extension-added', 'ping'],
        username: null,
        sealedPassword: null,
        createdAt: 1,
        ...fields,
      }
      await write((tx) => tx.webhooks.insert(webhook))
      return webhook
    }
    const added = (extension: string): BookEvent => ({ kind: 'extension-added', extension })

    it('keeps what was written with a change, and nothing of a change that was refused', async () => {
      await assert.rejects(
        write(async (tx) => {
          await tx.effects.dropRegistration({ accountId: 1, id: 1, number: '501' })
          throw new Error('refused')
        }),
      )
      assert.deepEqual(await claimDrops(), [])
      await drop(1, 2)
      const [effect] = await claimDrops()
      assert.deepEqual(
        { accountId: effect?.accountId, subject: effect?.subject, attempts: effect?.attempts },
        { accountId: 1, subject: '502', attempts: 0 },
      )
      await clear()
    })

    it('makes one of two drops of a number, and keeps one that was asked for while it was under way', async () => {
      await drop(1, 3)
      await drop(1, 3)
      const claimed = await claimDrops()
      assert.deepEqual(subjects(claimed), ['503'])
      await drop(1, 3)
      await over(claimed[0] as Effect)
      assert.equal(await store.outbox.hasStaleRegistration({ accountId: 1, id: 3, number: '503' }), true)
      await clear()
      assert.equal(await store.outbox.hasStaleRegistration({ accountId: 1, id: 3, number: '503' }), false)
    })

    it('knows a stale registration by the number and by the extension, in its account only', async () => {
      await drop(1, 4, '504')
      const stale = (accountId: number, id: number, number: string) =>
        store.outbox.hasStaleRegistration({ accountId, id, number })
      assert.deepEqual(
        [await stale(1, 4, '999'), await stale(1, 99, '504'), await stale(1, 99, '999'), await stale(2, 4, '504')],
        [true, true, false, false],
      )
      await clear()
    })

    it('hands out each effect once, to whoever asks, until its lease is over', async () => {
      await Promise.all(Array.from({ length: 40 }, (_, index) => drop(1, 10 + index)))
      const claims = await Promise.all(
        Array.from({ length: 8 }, () => store.outbox.claim('drop-registration', 15, moment)),
      )
      const all = claims.flat()
      assert.equal(new Set(subjects(all)).size, all.length, 'an effect was handed out twice')
      const rest = await claimDrops()
      assert.equal(all.length + rest.length, 40)
      assert.deepEqual(await claimDrops(), [])
      clock.advance(moment)
      assert.equal((await claimDrops()).length, 40)
      await clear()
    })

    it('puts an effect back for later', async () => {
      await drop(1, 60)
      const [effect] = (await claimDrops()) as [Effect]
      await store.outbox.settle(effect, { retryAt: clock.now() + 10 })
      assert.deepEqual(await claimDrops(), [])
      clock.advance(10)
      assert.equal((await claimDrops())[0]?.attempts, 1)
      await clear()
    })

    it('drops the registrations of a whole account', async () => {
      const seal = { sealedSecret: 's', digest: 'd', createdAt: 1, updatedAt: 1 }
      for (const [accountId, id] of [
        [5, 1],
        [5, 2],
        [6, 1],
      ] as const) {
        const names = { hexId: `${accountId}${id}`, number: `7${id}`, name: 'n' }
        await write((tx) => tx.extensions.insert({ ...defaultSettings, ...names, ...seal, accountId, id }))
      }
      await drop(5, 2, '72')
      await write((tx) => tx.effects.dropRegistrations(5))
      await write((tx) => tx.effects.dropRegistrations(99))
      assert.deepEqual(subjects(await claimDrops()), ['71', '72'])
      await clear()

      await drop(5, 9, '79')
      await drop(6, 1, '71')
      await write((tx) => tx.effects.dropRegistrationsOf(99, 6))
      await write((tx) => tx.effects.dropRegistrationsOf(5, 6))
      const claimed = (await claimDrops()).filter(({ accountId }) => accountId === 6)
      assert.deepEqual(subjects(claimed), ['71', '72', '79'])
      assert.deepEqual(await store.outbox.staleNumbers(6), ['71', '72', '79'])
      // An extension of account 6 with the id of one of account 5 has nothing to wait for.
      assert.equal(await store.outbox.hasStaleRegistration({ accountId: 6, id: 2, number: '80' }), false)
      await clear()
    })

    it('ends the calls of an extension, of some, and behind the end of its registrations', async () => {
      const accountId = 15
      const claimEnds = async (): Promise<Effect[]> => store.outbox.claim('end-calls', 100, moment)
      const seal = { sealedSecret: 's', digest: 'd', createdAt: 1, updatedAt: 1 }
      for (const id of [1, 2, 3]) {
        const names = { hexId: `15${id}`, number: `8${id}`, name: 'n' }
        await write((tx) => tx.extensions.insert({ ...defaultSettings, ...names, ...seal, accountId, id }))
      }
      await write((tx) => tx.effects.endCallsOfMany(accountId, [1, 3]))
      await write((tx) => tx.effects.endCallsOfMany(accountId + 1, [1, 2]))
      await write((tx) => tx.effects.endCalls({ accountId, id: 9, number: '89' }))
      const first = await claimEnds()
      assert.deepEqual(subjects(first), ['81', '83', '89'])
      await Promise.all(first.map(over))
      await drop(accountId, 2, '82')
      await write((tx) => tx.effects.endCalls({ accountId, id: 2, number: '82' }))
      assert.deepEqual(await claimEnds(), [])
      const [ended] = await claimDrops()
      await over(ended as Effect)
      const last = await claimEnds()
      assert.deepEqual(subjects(last), ['82'])
      await Promise.all(last.map(over))
    })

    it('keeps a missed call once, and has it told by mail once', async () => {
      const accountId = 16
      const claimMails = (): Promise<Effect[]> => store.outbox.claim('mail', 100, moment)
      const call = { id: "'; drop|1.1", extension: '81', caller: '', at: 1_795_801_140_769 }
      const other = { ...call, id: '2.2', caller: '+98912' }
      await store.outbox.keepMissed(accountId, [call])
      await store.outbox.keepMissed(accountId, [{ ...call, caller: 'another' }, other])
      await store.outbox.keepMissed(accountId + 1, [])
      const mails = await claimMails()
      assert.deepEqual(subjects(mails), [call.id, other.id].sort())
      assert.deepEqual(await store.outbox.missedCall(accountId, call.id), call)
      assert.deepEqual(await store.outbox.missedCall(accountId, other.id), other)
      assert.equal(await store.outbox.missedCall(accountId + 1, call.id), undefined)
      const torn = { ...call, id: '3.3', at: null as unknown as number }
      await assert.rejects(store.outbox.keepMissed(accountId, [{ ...call, id: '4.4' }, torn]))
      assert.equal(await store.outbox.missedCall(accountId, '4.4'), undefined)
      await Promise.all(mails.map(over))
      await store.outbox.keepMissed(accountId, [call, other])
      assert.deepEqual(await claimMails(), [])
    })

    it('tells the webhooks that want an event, of each extension in order', async () => {
      const accountId = 8
      const all = await addWebhook(accountId)
      await addWebhook(accountId, { events: ['call-ended'] })
      await addWebhook(9)
      await write((tx) => tx.effects.tell(accountId, added('1')))
      await write((tx) => tx.effects.tell(accountId, added('2')))
      await store.outbox.tell(accountId, added('1'))
      const first = await claimDeliveries()
      const eventOf = async ({ subject }: Effect) => {
        const delivery = await store.deliveries.get(accountId, Number(subject))
        assert.equal(delivery?.webhookId, all.id)
        return delivery?.event.extension
      }
      assert.deepEqual((await Promise.all(first.map(eventOf))).sort(), ['1', '2'])
      // The second event of extension 1 waits for the first, also while the first waits to be tried again.
      await store.outbox.settle(first[0] as Effect, { retryAt: clock.now() + 5, attempt: failure })
      await store.outbox.settle(first[1] as Effect, { retryAt: clock.now() + 5, attempt: failure })
      assert.deepEqual(await claimDeliveries(), [])
      clock.advance(5)
      const again = await claimDeliveries()
      assert.deepEqual(subjects(again), subjects(first))
      await Promise.all(again.map(over))
      const last = await claimDeliveries()
      assert.deepEqual(await Promise.all(last.map(eventOf)), ['1'])
      await over(last[0] as Effect)
      const log = await store.deliveries.newest(accountId, 2)
      assert.deepEqual(
        log.map(({ state, attempts }) => ({ state, attempts })),
        [
          { state: 'delivered', attempts: [success] },
          { state: 'delivered', attempts: [failure, success] },
        ],
      )
    })

    it('gives up, and delivers again what is asked for', async () => {
      const accountId = 10
      await addWebhook(accountId)
      await store.outbox.tell(accountId, { kind: 'ping', extension: '' })
      const [effect] = (await claimDeliveries()) as [Effect]
      await store.outbox.settle(effect, { retryAt: null, attempt: failure })
      const [failed] = await store.deliveries.newest(accountId, 1)
      assert.deepEqual([failed?.state, failed?.attempts], ['failed', [failure]])
      assert.deepEqual(await claimDeliveries(), [])
      await write((tx) => tx.effects.redeliver(failed as NonNullable<typeof failed>))
      assert.equal((await store.deliveries.newest(accountId, 1))[0]?.state, 'waiting')
      assert.deepEqual(subjects(await claimDeliveries()), [String(failed?.id)])
      await clear()
      assert.equal((await store.deliveries.newest(accountId, 1))[0]?.state, 'delivered')
    })

    it('tells a removed webhook nothing more, and every other', async () => {
      const accountId = 11
      const [gone] = [await addWebhook(accountId), await addWebhook(accountId)]
      await store.outbox.tell(accountId, added('1'))
      await write((tx) => tx.webhooks.remove(gone as Webhook))
      assert.equal((await claimDeliveries()).length, 1)
      assert.deepEqual(
        (await store.deliveries.newest(accountId, 9)).map(({ state }) => state),
        ['waiting', 'failed'],
      )
      assert.equal((await store.webhooks.all(accountId)).length, 1)
      await clear()
    })

    it('counts what waits, tells when something was written, and forgets what is old', async () => {
      await clear()
      let written = 0
      store.outbox.onWritten(() => written++)
      assert.deepEqual(await store.outbox.waiting('drop-registration'), { count: 0, oldestAt: null })
      await drop(1, 70)
      await write(async () => undefined)
      assert.equal(written, 1)
      const since = clock.now()
      clock.advance(5)
      await drop(1, 71)
      assert.deepEqual(await store.outbox.waiting('drop-registration'), { count: 2, oldestAt: since })
      const before = (await store.deliveries.newest(8, 100)).length
      assert.ok(before > 0)
      await store.outbox.forget({ deliveries: clock.now(), missedCalls: 0, effects: clock.now() })
      assert.deepEqual((await store.deliveries.newest(8, 100)).length, 0)
      assert.equal((await store.outbox.waiting('drop-registration')).count, 1)
    })
  })
}
