import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { coreOn, entriesOf, owner } from '../../../test/builders.ts'
import { addAccount } from '../../core/account/add-account.ts'
import type { Bulk } from '../../core/bulk/bulk.ts'
import { nextMessages } from '../../core/bulk/bulk-messages.ts'
import { getBulk } from '../../core/bulk/find-bulks.ts'
import { cancelBulk, pauseBulk, resumeBulk } from '../../core/bulk/move-bulk.ts'
import { type NewBulk, sendBulk, tryBulk } from '../../core/bulk/send-bulk.ts'
import type { Caller } from '../../core/caller.ts'
import { findChanges } from '../../core/change/find-changes.ts'
import type { Core } from '../../core/core.ts'
import { createGroup } from '../../core/group/create-group.ts'
import { updateGroup } from '../../core/group/update-group.ts'
import { entryListOf } from '../../core/list/entry-list-builder.ts'
import { sendMessage } from '../../core/message/send-message.ts'
import { onAccount } from '../../core/permission/callers.ts'
import type { Store } from '../../core/ports.ts'
import { undoChange } from '../../core/undo/undo-change.ts'

/** The rules for bulks on every store. */
export function describeBulks(
  engine: string,
  open: () => Promise<{ parts: Pick<Core, 'store' | 'vault' | 'clock' | 'ids'>; remove(): Promise<void> }>,
): void {
  describe(`bulks on ${engine}`, () => {
    let core: Core
    let store: Store
    let remove: () => Promise<void>
    before(async () => {
      const opened = await open()
      ;({ remove } = opened)
      core = coreOn(opened.parts)
      store = core.store
    })
    after(async () => {
      await store.close()
      await remove()
    })

    let accounts = 0
    const buildCaller = async (): Promise<Caller> => {
      const { id } = await addAccount(core, owner, `account ${engine} ${++accounts}`)
      return { ...onAccount(owner, id), origin: 'test' }
    }
    const send = (caller: Caller, more: Partial<NewBulk> = {}) =>
      sendBulk(core, caller, { sender: 'me', text: 'hi', ...more })
    const step = async (caller: Caller, { id }: Pick<Bulk, 'id'>, count = 10, budget: number | null = null) => {
      const bulk = await getBulk(core, caller, { id })
      const { messages, next } = await nextMessages(core, bulk, count)
      return store.bulkQueue.write({ bulk, messages, next, budget, at: core.clock.now() })
    }
    const messagesOf = async ({ accountId }: Caller) => {
      const sort = [{ by: 'id', descending: false }] as const
      return (await store.messages.page(accountId, { sort }, { start: 0, count: 1000 })).items
    }
    const claim = (limit: number, run = 'run') =>
      store.messageQueue.claim({ run, now: core.clock.now(), routes: ['direct'], others: false, limit })
    const counted = ({ counts }: Bulk) => {
      const { size, left, ...rest } = counts
      const sum = Object.values(rest).reduce((all, count) => all + count, left)
      assert.equal(sum, size, 'the counts add up')
      return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
    }

    it('go to the lists as they were, each number once, with the values of its columns', async () => {
      const caller = await buildCaller()
      const titled = await createGroup(core, caller, {
        name: 'one',
        columns: { a: 'Name', b: null, c: null, d: null, e: null },
        entries: entryListOf([
          { phone: '+4917012345', details: { a: 'Ada', callbackData: 'own' } },
          { phone: '+4917012346' },
          { phone: '12' },
        ]),
      })
      const other = await createGroup(core, caller, { name: 'two', entries: entriesOf('004917012345', '+4917012347') })
      const bulk = await send(caller, {
        ...{ groups: [{ id: titled.id }, { id: other.id }], entries: entriesOf('+4917012348', '+4917012347') },
        ...{ text: 'Dear [name] [x]', callbackData: 'usual' },
      })
      assert.deepEqual([bulk.state, counted(bulk)], ['new', { size: 7, left: 7 }])
      await updateGroup(core, caller, { id: titled.id }, { name: 'one', columns: { a: 'Changed' } })
      for (let at = 0; at < 5; at++) await step(caller, bulk, 2)
      const made = await messagesOf(caller)
      assert.deepEqual(
        made.map(({ number, text, state, reason, callbackData }) => [number, text, state, reason, callbackData]),
        [
          ['+4917012345', 'Dear Ada [x]', 'queued', null, 'own'],
          ['+4917012346', 'Dear  [x]', 'queued', null, 'usual'],
          ['12', 'Dear  [x]', 'skipped', 'not_a_number', 'usual'],
          ['+4917012347', 'Dear  [x]', 'queued', null, 'usual'],
          ['+4917012348', 'Dear  [x]', 'queued', null, 'usual'],
        ],
      )
      const now = await getBulk(core, caller, { hexId: bulk.hexId })
      assert.deepEqual([now.state, counted(now)], ['running', { size: 7, repeated: 2, queued: 4, skipped: 1 }])
      assert.equal((await store.messages.spending(caller.accountId)).spent, 200_000)
      for (const message of await claim(10)) {
        const outcome = { kind: 'sent', carrier: 'c', carrierIds: [message.hexId] } as const
        await store.messageQueue.settle('run', [{ message, outcome }], core.clock.now())
      }
      await store.messageQueue.receive('c', [
        { carrierId: made[0]?.hexId as string, state: 'delivered', at: 9, problem: null },
      ])
      await store.bulkQueue.complete(await getBulk(core, caller, bulk), 7)
      const done = await getBulk(core, caller, bulk)
      assert.deepEqual([done.state, done.endedAt], ['done', 7])
      assert.deepEqual(counted(done), { size: 7, repeated: 2, sent: 3, delivered: 1, skipped: 1 })
    })

    it('take a step once, and none when they do not run', async () => {
      const caller = await buildCaller()
      const bulk = await send(caller, { entries: entriesOf('+4917012345', '+4917012346') })
      const { messages, next } = await nextMessages(core, bulk, 1)
      const first = { bulk, messages, next, budget: null, at: 1 }
      assert.deepEqual([await store.bulkQueue.write(first), await store.bulkQueue.write(first)], [true, false])
      await pauseBulk(core, caller, bulk)
      assert.deepEqual([await step(caller, bulk), await claim(10)], [false, []])
      await resumeBulk(core, caller, bulk)
      assert.equal(await step(caller, bulk), true)
      const [inHands] = await claim(1)
      const ended = await cancelBulk(core, caller, bulk, 'enough')
      assert.deepEqual([ended.state, counted(ended)], ['cancelled', { size: 2, queued: 1, cancelled: 1 }])
      assert.equal((await store.messages.spending(caller.accountId)).spent, 50_000)
      assert.deepEqual(
        (await messagesOf(caller)).map(({ id, reason }) => [id === inHands?.id, reason]),
        [
          [true, null],
          [false, 'enough'],
        ],
      )
      await assert.rejects(resumeBulk(core, caller, bulk), { code: 'conflict' })
      await assert.rejects(cancelBulk(core, caller, bulk, 'enough'), { code: 'conflict' })
      const outcome = { kind: 'sent', carrier: 'c', carrierIds: ['late'] } as const
      await store.messageQueue.settle('run', [{ message: inHands as never, outcome }], 2)
      assert.deepEqual(counted(await getBulk(core, caller, bulk)), { size: 2, sent: 1, cancelled: 1 })
    })

    it('skip what the budget of their account does not pay for', async () => {
      const caller = await buildCaller()
      const phones = ['+4917012345', '+4917012346', '+4917012347']
      const bulk = await send(caller, { entries: entriesOf(...phones) })
      await step(caller, bulk, 10, 100_000)
      assert.deepEqual(counted(await getBulk(core, caller, bulk)), { size: 3, queued: 2, skipped: 1 })
      assert.equal((await messagesOf(caller))[2]?.reason, 'over_budget')
      assert.equal((await store.messages.spending(caller.accountId)).spent, 100_000)
      const write = (budget: number | null) =>
        store.write({ accountId: caller.accountId, credentialId: null, name: 't', origin: 't' }, async (tx) => {
          await tx.messages.setBudget(caller.accountId, budget)
          return { answer: undefined, change: null }
        })
      await write(150_000)
      await assert.rejects(send(caller, { entries: entriesOf(...phones) }), { code: 'over_budget' })
      await assert.rejects(tryBulk(core, caller, { sender: 'me', text: 'hi', entries: entriesOf(...phones) }), {
        code: 'over_budget',
      })
      await write(null)
      await cancelBulk(core, caller, bulk, 'x')
      assert.equal((await store.messages.spending(caller.accountId)).spent, 0)
    })

    it('without a number are empty, and are undone before they begin', async () => {
      const caller = await buildCaller()
      assert.equal((await send(caller)).state, 'empty')
      const bulk = await send(caller, { entries: entriesOf('+4917012345') })
      const [change] = await findChanges(core, caller, 1)
      await undoChange(core, caller, change?.number as number)
      await assert.rejects(getBulk(core, caller, bulk), { code: 'not_found' })
      for (const wrong of [{ sender: '' }, { text: '' }, { text: 'x'.repeat(1786) }, { route: 'no' }]) {
        await assert.rejects(send(caller, wrong), /./, JSON.stringify(wrong))
      }
      await assert.rejects(send(caller, { groups: [{ id: 9999 }] }), { code: 'invalid_value', field: 'groups' })
    })

    it('take turns, so that nobody waits for the many messages of another', async () => {
      const [many, few] = [await buildCaller(), await buildCaller()]
      const phones = Array.from({ length: 40 }, (_, at) => `+49170123${100 + at}`)
      const bulks = [
        await send(many, { entries: entriesOf(...phones) }),
        await send(many, { entries: entriesOf(...phones) }),
      ]
      for (const bulk of bulks) await step(many, bulk, 40)
      await sendMessage(core, few, { number: '+4917012345', sender: 'me', text: 'hi' })
      await sendMessage(core, many, { number: '+4917012345', sender: 'me', text: 'hi' })
      const first = await claim(8)
      const taken = new Map<string, number>()
      for (const { accountId, bulkId } of first) {
        const name = `${accountId} ${bulkId}`
        taken.set(name, (taken.get(name) ?? 0) + 1)
      }
      assert.deepEqual(
        [...taken].sort(),
        [
          [`${many.accountId} null`, 1],
          [`${many.accountId} ${bulks[0]?.id}`, 3],
          [`${many.accountId} ${bulks[1]?.id}`, 3],
          [`${few.accountId} null`, 1],
        ].sort(),
      )
      // One at a time, each source has its turn.
      await sendMessage(core, few, { number: '+4917012346', sender: 'me', text: 'hi' })
      const three = [...(await claim(1)), ...(await claim(1)), ...(await claim(1))]
      assert.equal(new Set(three.map(({ accountId, bulkId }) => `${accountId} ${bulkId}`)).size, 3)
      assert.equal((await claim(1000)).length, 80 + 3 - 8 - 3)
    })
  })
}
