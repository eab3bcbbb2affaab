import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Message } from '../../core/message/message.ts'
import type { Store, Transaction } from '../../core/ports.ts'
import { queuedMessage } from './message-parts.contract.ts'

const author = { accountId: 1, credentialId: null, name: 'tester', origin: 'test' } as const
const change = { noun: 'messages', verb: 'add', subject: 'x', before: null, after: null } as const
const everything = { start: 0, count: 1000 }
const newestFirst = [{ by: 'id', descending: true }] as const

/** The rules for every store of messages. */
export function describeMessages(engine: string, open: () => Promise<{ store: Store; remove(): Promise<void> }>): void {
  describe(`messages on ${engine}`, () => {
    let store: Store
    let remove: () => Promise<void>
    before(async () => {
      ;({ store, remove } = await open())
    })
    after(async () => {
      await store.close()
      await remove()
    })

    let accounts = 500
    let made = 0
    const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      store.write(author, async (tx) => ({ answer: await work(tx), change }))
    const build = async (...fields: readonly Partial<Message>[]): Promise<{ accountId: number; all: Message[] }> => {
      const accountId = ++accounts
      const all = fields.map(
        (each, index): Message => ({
          ...queuedMessage(accountId, index + 1, ++made),
          ...each,
        }),
      )
      await write(async (tx) => {
        await tx.messages.insert(accountId, all)
        await tx.messages.charge(
          accountId,
          all.reduce((sum, { price }) => sum + price, 0),
          5,
        )
      })
      return { accountId, all }
    }
    const claim = (accountId: number, run: string, limit = 100, now = 10) =>
      store.messageQueue.claim({ run, now, routes: [`route ${accountId}`], others: false, limit })
    const states = async (accountId: number) => {
      const { items } = await store.messages.page(accountId, { sort: [{ by: 'id', descending: false }] }, everything)
      return items.map(({ state, reason }) => [state, reason])
    }
    const spent = async (accountId: number) => (await store.messages.spending(accountId)).spent
    const sent = (...carrierIds: readonly string[]) => ({ kind: 'sent', carrier: 'c', carrierIds }) as const

    it('are counted by number and time, once they have left', async () => {
      const { accountId } = await build(
        { sentAt: 100, state: 'sent' },
        { sentAt: 200, state: 'failed', number: '004917012345' },
        { sentAt: 99, state: 'sent' },
        {},
        { sentAt: 100, state: 'sent', number: '+4917012346' },
      )
      const counted = async (spellings: readonly string[], at = 100) =>
        (await store.contactCounter.since(accountId, [spellings], at))[0]
      assert.deepEqual(
        [await counted(['+4917012345', '004917012345']), await counted(['+4917012345']), await counted(['1'])],
        [2, 1, 0],
      )
      assert.equal(await counted(['+4917012345'], 1), 2)
      assert.deepEqual(await store.contactCounter.since(accountId + 1, [['+4917012345']], 0), [0])
    })

    it('come back as they were written, by both ids, and are counted', async () => {
      const full: Partial<Message> = {
        ...{ country: 'DE', text: "'; drop\n😀", alphabet: 'unicode', callbackData: 'c', label: -7, language: 'DE' },
        ...{ forgetsText: true, plannedAt: 9, reason: 'r', isUncertain: true, sentAt: 3, endedAt: 4, credentialId: 7 },
        ...{ address: '127.0.0.1', claimedBy: 'x', state: 'failed' },
      }
      const { accountId, all } = await build(full, {}, {})
      const [one] = all as [Message]
      assert.deepEqual(await store.messages.get(accountId, { id: 1 }), one)
      assert.deepEqual(await store.messages.get(accountId, { hexId: one.hexId }), one)
      assert.equal(await store.messages.get(accountId + 1, { hexId: one.hexId }), undefined)
      assert.equal(await store.messages.count(accountId), 3)
      await write((tx) => tx.messages.remove(accountId, [all[1] as Message]))
      const page = await store.messages.page(accountId, { sort: newestFirst }, { start: 0, count: 2 })
      assert.deepEqual([page.items.map(({ id }) => id), page.total], [[3, 1], 2])
    })

    it('are found by their number: those that wait first, and then the newest that left', async () => {
      const { accountId } = await build(
        { sentAt: 5, state: 'sent' },
        {},
        { sentAt: 9, state: 'sent' },
        {},
        { number: '+1' },
      )
      const ids = async (numbers: readonly string[], limit: number, account = accountId) =>
        (await store.messages.toNumber(account, numbers, limit)).map(({ id }) => id)
      assert.deepEqual(await ids(['+4917012345', '+49'], 10), [4, 2, 3, 1])
      assert.deepEqual([await ids(['+4917012345'], 3), await ids(['+1'], 1)], [[4, 2, 3], [5]])
      assert.deepEqual(await ids(['+1'], 1, accountId + 1), [])
    })

    it('are found by their fields', async () => {
      const { accountId } = await build({ text: 'Hello', label: 3 }, { number: '+1415', sentAt: 20, state: 'sent' }, {})
      const ids = async (filter: NonNullable<Parameters<Store['messages']['page']>[1]['filter']>) =>
        (await store.messages.page(accountId, { filter, sort: newestFirst }, everything)).items.map(({ id }) => id)
      assert.deepEqual(await ids({ kind: 'text', field: 'text', test: 'contains', text: 'ELL' }), [1])
      assert.deepEqual(await ids({ kind: 'compare', field: 'sentAt', by: 'ge', value: 20 }), [2])
      assert.deepEqual(await ids({ kind: 'isNull', field: 'label' }), [3, 2])
    })

    it('are taken by one run only, the oldest first, and only when they are due', async () => {
      const { accountId } = await build({ dueAt: 9 }, { dueAt: 8 }, { dueAt: 11 }, { state: 'cancelled' })
      assert.deepEqual(
        (await claim(accountId, 'one', 1)).map(({ id }) => id),
        [2],
      )
      assert.deepEqual(
        (await claim(accountId, 'two')).map(({ id, claimedBy }) => [id, claimedBy]),
        [[1, 'two']],
      )
      assert.deepEqual(await claim(accountId, 'three'), [])
      assert.equal((await claim(accountId, 'three', 5, 11)).length, 1)
      const { accountId: other } = await build({ validUntil: 10 }, { validUntil: 11 })
      const lost = { run: 'one', now: 10, routes: [`route ${accountId}`], others: true, limit: 9 }
      assert.deepEqual(
        (await store.messageQueue.claim(lost)).filter((each) => each.accountId === other).map(({ id }) => id),
        [1],
      )
    })

    it('have one outcome each, and what never left is given back', async () => {
      const { accountId, all } = await build({}, {}, {}, {}, { forgetsText: true }, {})
      await claim(accountId, 'run')
      const outcomes = [
        sent('a'),
        { kind: 'failed', reason: 'no' } as const,
        { kind: 'skipped', reason: 'opted_out' } as const,
        { kind: 'later', dueAt: 99 } as const,
        sent('b'),
        { kind: 'uncertain', sendsAgain: false } as const,
      ]
      const tried = all.map((message, at) => ({ message, outcome: outcomes[at] as (typeof outcomes)[number] }))
      await store.messageQueue.settle('another', tried, 20)
      assert.ok((await states(accountId)).every(([state]) => state === 'queued'))
      await store.messageQueue.settle('run', tried, 20)
      await store.messageQueue.settle('run', tried.toReversed(), 21)
      assert.deepEqual(await states(accountId), [
        ['sent', null],
        ['failed', 'no'],
        ['skipped', 'opted_out'],
        ['queued', null],
        ['sent', null],
        ['failed', 'uncertain'],
      ])
      assert.equal(await spent(accountId), 200)
      assert.equal((await store.messages.get(accountId, { id: 5 }))?.text, '')
      assert.equal((await store.messages.get(accountId, { id: 4 }))?.dueAt, 99)
      // The carrier had it: its word comes late, and counts.
      await store.messageQueue.settle('run', [{ message: all[5] as Message, outcome: sent('c') }], 22)
      assert.deepEqual((await states(accountId))[5], ['sent', null])
    })

    it('that another run has left in its hands are decided on, once', async () => {
      const { accountId } = await build({}, {})
      await claim(accountId, 'dead', 1)
      await store.messageQueue.recover('new', true, 30, 1000)
      assert.deepEqual((await store.messages.get(accountId, { id: 1 }))?.isUncertain, true)
      assert.equal((await claim(accountId, 'dead again', 1))[0]?.id, 1)
      await store.messageQueue.recover('new', false, 31, 1000)
      assert.deepEqual(await states(accountId), [
        ['failed', 'uncertain'],
        ['queued', null],
      ])
      assert.equal(await store.messageQueue.recover('new', false, 32, 1000), 0)
    })

    it('are delivered when all parts are, and a receipt that nobody knows is told so', async () => {
      const { accountId, all } = await build({}, {}, {})
      await claim(accountId, 'run')
      const outcomes = [sent(`${accountId}-1`, `${accountId}-2`), sent(`${accountId}-3`), sent(`${accountId}-4`)]
      const tried = all.map((message, at) => ({ message, outcome: outcomes[at] as (typeof outcomes)[number] }))
      await store.messageQueue.settle('run', tried, 20)
      const receive = (carrier: string, part: number, state: 'delivered' | 'failed' | 'expired') =>
        store.messageQueue.receive(carrier, [
          { carrierId: `${accountId}-${part}`, state, at: 40 + part, problem: `p${part}` },
        ])
      assert.deepEqual(await receive('c', 2, 'delivered'), [true])
      assert.deepEqual((await states(accountId))[0], ['sent', null])
      assert.deepEqual(await receive('other', 1, 'delivered'), [false])
      assert.deepEqual(await receive('c', 1, 'delivered'), [true])
      assert.deepEqual(await receive('c', 3, 'failed'), [true])
      assert.deepEqual(await receive('c', 3, 'delivered'), [true])
      assert.deepEqual(await receive('c', 4, 'expired'), [true])
      assert.deepEqual(await states(accountId), [
        ['delivered', null],
        ['failed', 'p3'],
        ['expired', 'p4'],
      ])
      assert.equal((await store.messages.get(accountId, { id: 1 }))?.endedAt, 41)
      assert.equal(await spent(accountId), 150)
    })

    it('are forgotten when they are old, but for those that wait', async () => {
      const { accountId } = await build(
        { createdAt: 1, state: 'sent' },
        { createdAt: 1 },
        { createdAt: 3, state: 'sent' },
      )
      while ((await store.messageQueue.forget(2, 50, 10)) > 0);
      const { items, total } = await store.messages.page(accountId, { sort: newestFirst }, everything)
      assert.deepEqual([items.map(({ id }) => id), total], [[3, 2], 2])
      assert.equal((await store.changes.newest(accountId, { noun: 'messages' }, 1))[0]?.verb, 'remove')
    })

    it('on paper are kept with the receipts that are still to be told', async () => {
      const accountId = ++accounts
      accounts++
      const paper = { accountId, hexId: 'ab', number: '+1', sender: 's', texts: ['a', 'b'], writtenAt: 9 }
      assert.deepEqual(await store.paper.write([{ ...paper, receipt: 'failed' }]), [0])
      const again = { ...paper, receipt: null }
      assert.deepEqual(await store.paper.write([again, { ...again, accountId: accountId + 1 }, again]), [1, 0, 2])
      const untold = (await store.paper.untold(100)).filter((each) => each.accountId === accountId)
      assert.deepEqual(untold, [{ ...paper, copy: 0, receipt: 'failed' }])
      await store.paper.told(untold)
      assert.deepEqual(
        (await store.paper.all(accountId)).map(({ copy, receipt }) => [copy, receipt]),
        [
          [0, null],
          [1, null],
          [2, null],
        ],
      )
    })
  })
}
