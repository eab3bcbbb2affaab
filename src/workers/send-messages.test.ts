import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, type TestBook } from '../../test/builders.ts'
import { paperCarrier } from '../carrier/paper.ts'
import type { Caller } from '../core/caller.ts'
import { findChanges } from '../core/change/find-changes.ts'
import type { Core } from '../core/core.ts'
import type { Carrier } from '../core/message/carrier.ts'
import { findBalance, getMessage } from '../core/message/find-messages.ts'
import type { Message } from '../core/message/message.ts'
import { sendMessage } from '../core/message/send-message.ts'
import { cancelMessages, removeMessage, removeMessages } from '../core/message/stop-messages.ts'
import { addOptOut } from '../core/opt-out/add-opt-out.ts'
import { undoChange } from '../core/undo/undo-change.ts'
import { sendMessages } from './send-messages.ts'
import type { Worker } from './worker.ts'

describe('the sender of messages', () => {
  let book: TestBook
  let core: Core
  let caller: Caller
  before(async () => {
    book = await buildBook()
    const rules = {
      ...book.core.messageRules,
      routes: [
        ...book.core.messageRules.routes,
        { code: 'slow', carriers: ['paper'], price: 0, rate: 2 },
        { code: 'nowhere', carriers: ['none', 'other'], price: 1, rate: 0 },
      ],
    }
    // The clock of this core goes on by itself.
    const start = Date.now()
    core = { ...book.core, messageRules: rules, clock: { now: () => book.clock.now() + Date.now() - start } }
    caller = await book.buildCaller()
  })
  after(() => book.close())

  const queue = (number: string, more: Partial<Parameters<typeof sendMessage>[2]> = {}) =>
    sendMessage(core, caller, { number, sender: 'me', text: 'hi', ...more })
  const now = ({ id }: Message) => getMessage(core, caller, { id })
  const until = async (message: Message, wanted: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const found = await now(message)
      if (wanted(found)) return found
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const ended = (message: Message) => until(message, ({ endedAt }) => endedAt !== null)
  const spent = async () => (await findBalance(core, caller)).spent
  /** Starts a sender on a core, by the carrier that writes on paper where no other is given. */
  const start = (own: Core, { carrier, sendsAgain = false }: { carrier?: Carrier; sendsAgain?: boolean } = {}) => {
    const faults: unknown[] = []
    const onFault = (error: unknown) => faults.push(error)
    const { clock, store } = core
    const paper = () => paperCarrier({ tray: store.paper, clock, onReceipts: store.messageQueue.receive, onFault })
    const worker: Worker = sendMessages(own, { carriers: [carrier ?? paper()], failoverMs: 1000, sendsAgain, onFault })
    return { worker, faults }
  }
  const on = async (work: () => Promise<void>, sendsAgain = false): Promise<void> => {
    const { worker, faults } = start(core, { sendsAgain })
    try {
      await work()
    } finally {
      await worker.stop()
    }
    assert.deepEqual(faults, [])
  }
  const copies = async ({ hexId }: Message) =>
    (await core.store.paper.all(caller.accountId)).filter((each) => each.hexId === hexId).length

  it('sends what is queued, and every message has one end with one reason', async () => {
    const before = await spent()
    await addOptOut(core, caller, { number: '+49170777', channel: 'messages' })
    const early = await queue('+4917012300')
    await on(async () => {
      const late = await queue('+4917012301', { text: 'x'.repeat(161), forgetsText: true })
      const [refused, failed, expired] = [
        await queue('+4917012390'),
        await queue('+4917012391'),
        await queue('+4917012392'),
      ]
      const skipped = await queue('+49170777')
      const nowhere = await queue('+4917012300', { route: 'nowhere' })
      const ends = await Promise.all([early, late, refused, failed, expired, skipped, nowhere].map(ended))
      assert.deepEqual(
        ends.map(({ state, reason }) => [state, reason]),
        [
          ['delivered', null],
          ['delivered', null],
          ['failed', 'refused by the carrier: refused'],
          ['failed', 'the number has it failed'],
          ['expired', 'the number has it expired'],
          ['skipped', 'opted_out'],
          ['failed', 'there is no carrier none and no other'],
        ],
      )
      assert.equal(ends[1]?.text, '')
      // One part for each that left, and two for the long one.
      assert.equal((await spent()) - before, 5 * 50_000)
      const silent = await queue('+4917012393')
      assert.equal((await until(silent, ({ state }) => state === 'sent')).endedAt, null)
      assert.equal((await ended(await queue('+4917012394'))).state, 'delivered')
    })
  })

  it('sends no planned message before its time, and none whose time is over', async () => {
    const planned = await queue('+4917012300', { plannedAt: core.clock.now() + 60_000 })
    const stale = await queue('+4917012300', { plannedAt: core.clock.now() + 3000 })
    await on(async () => {
      await ended(await queue('+4917012300'))
      assert.equal((await now(planned)).state, 'queued')
    })
    book.clock.advance(4_000_000)
    await on(async () => {
      for (const each of [planned, stale]) {
        const { state, reason } = await ended(each)
        assert.deepEqual([state, reason], ['expired', 'it could not be sent in time'])
      }
    })
  })

  it('sends nothing in quiet hours, and no more than so many messages to a number within 24 hours', async () => {
    const usual = core
    const minute = new Date(core.clock.now()).getUTCHours() * 60 + new Date(core.clock.now()).getUTCMinutes()
    // Tehran is three and a half hours ahead.
    const tehran = (minute + 210) % 1440
    const rules = { quietHours: [tehran, (tehran + 60) % 1440] as const, mostADay: null }
    core = { ...usual, contactRules: rules }
    const waiting = await queue('+4917099900')
    await on(async () => {
      const { dueAt, state } = await until(waiting, (message) => message.dueAt > core.clock.now())
      assert.equal(state, 'queued')
      assert.ok(dueAt <= core.clock.now() + 60 * 60_000 && dueAt % 60_000 === 0)
    })
    await cancelMessages(core, caller, {}, 'test')
    core = { ...usual, contactRules: { quietHours: null, mostADay: 2 } }
    await on(async () => {
      const ends: unknown[] = []
      for (let time = 0; time < 3; time++) ends.push((await ended(await queue('+4917099901'))).reason)
      assert.deepEqual(ends, [null, null, 'contact_limit'])
    })
    core = usual
    assert.deepEqual(await core.store.contactCounter.since(caller.accountId, [['+4917099901']], 0), [2])
  })

  it('keeps the rate of a route', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => queue('+4917012300', { route: 'slow' })))
    await on(async () => {
      const times = (await Promise.all(all.map(ended))).map(({ sentAt }) => sentAt as number).sort((a, b) => a - b)
      // Two at once, and two more each second.
      assert.ok((times[5] as number) - (times[0] as number) >= 1000, String(times))
    })
  })

  for (const sendsAgain of [false, true]) {
    it(`${sendsAgain ? 'sends again' : 'never sends again'} what a carrier may have`, async () => {
      const lost = await queue('+4917012395')
      const left = await queue('+4917012300')
      await core.store.messageQueue.claim({
        run: 'dead',
        now: core.clock.now(),
        routes: ['direct'],
        others: false,
        limit: 2,
      })
      if (sendsAgain) {
        await on(async () => {
          assert.deepEqual((({ state, isUncertain }) => [state, isUncertain])(await ended(left)), ['delivered', true])
          while ((await copies(lost)) < 2) await new Promise((resolve) => setTimeout(resolve, 10))
        }, true)
        await cancelMessages(core, caller, {}, 'test')
        return
      }
      await on(async () => {
        for (const each of [lost, left, await queue('+4917012395')]) {
          const { state, reason, isUncertain } = await ended(each)
          assert.deepEqual([state, reason, isUncertain], ['failed', 'uncertain', true])
        }
      })
      assert.equal(await copies(left), 0)
    })
  }

  it('tries again what it could not ask about, and sends it once', async () => {
    const message = await queue('+4917012300')
    let failures = 0
    const accounts = {
      ...core.store.accounts,
      byId(...asked: Parameters<Core['store']['accounts']['byId']>) {
        if (failures++ === 0) return Promise.reject(new Error('the database is away'))
        return core.store.accounts.byId(...asked)
      },
    }
    const { worker, faults } = start({ ...core, store: { ...core.store, accounts } })
    assert.equal((await ended(message)).state, 'delivered')
    await worker.stop()
    assert.deepEqual([faults.length, await copies(message)], [1, 1])
  })

  it('sends the others where one of a lot can never be asked about', async () => {
    const messages = await Promise.all(['+4917012311', '+4917012312', '+4917012313'].map((number) => queue(number)))
    const [first, damaged, last] = messages as [Message, Message, Message]
    const optOuts = {
      ...core.store.optOuts,
      of(...asked: Parameters<Core['store']['optOuts']['of']>) {
        if (asked[1].numbers.includes('+4917012312')) return Promise.reject(new Error('a row is damaged'))
        return core.store.optOuts.of(...asked)
      },
    }
    const { worker, faults } = start({ ...core, store: { ...core.store, optOuts } })
    assert.deepEqual([(await ended(first)).state, (await ended(last)).state], ['delivered', 'delivered'])
    await worker.stop()
    assert.equal((await now(damaged)).state, 'queued')
    assert.ok(faults.length >= 1)
    await cancelMessages(core, caller, {}, 'test')
  })

  it('has two windows of a carrier in its hands at most, and takes more as they come free', async () => {
    const messages = await Promise.all(Array.from({ length: 20 }, () => queue('+4917012300')))
    const waiting: (() => void)[] = []
    let most = 0
    const slow: Carrier = {
      ...{ name: 'paper', atOnce: 3, state: () => ({ isUp: true, since: 0, problem: null }) },
      submit: () =>
        new Promise((resolve) => {
          waiting.push(() => resolve({ kind: 'refused', problem: 'no' }))
          most = Math.max(most, waiting.length)
        }),
      close: async () => undefined,
    }
    const { worker, faults } = start(core, { carrier: slow })
    const ending = Promise.all(messages.map(ended))
    const releasing = setInterval(() => waiting.splice(0, 2).forEach((release) => void release()), 30)
    assert.deepEqual(new Set((await ending).map(({ state }) => state)), new Set(['failed']))
    clearInterval(releasing)
    await worker.stop()
    assert.ok(most <= 6, `${most} at once`)
    assert.deepEqual(faults, [])
  })

  it('does not send what was cancelled or removed, and gives back what it would have cost', async () => {
    const before = await spent()
    const [one, other, third] = [await queue('+4917012300'), await queue('+4917012300'), await queue('+4917012300')]
    assert.equal(
      await cancelMessages(
        core,
        caller,
        { filter: { kind: 'compare', field: 'id', by: 'eq', value: one.id } },
        'stopped',
      ),
      1,
    )
    await removeMessage(core, caller, { id: other.id })
    assert.equal(
      await removeMessages(core, caller, { filter: { kind: 'compare', field: 'id', by: 'eq', value: third.id } }),
      1,
    )
    assert.equal(await spent(), before)
    assert.deepEqual((({ state, reason, price }) => [state, reason, price])(await now(one)), [
      'cancelled',
      'stopped',
      0,
    ])
    await assert.rejects(now(other), { code: 'not_found' })
    assert.equal(await cancelMessages(core, caller, {}, 'again'), 0)
  })

  it('can be undone, as long as it has not begun', async () => {
    const before = await spent()
    const message = await queue('+4917012300')
    const [{ number } = assert.fail()] = await findChanges(core, caller, 1)
    assert.equal(JSON.stringify(await findChanges(core, caller, 1)).includes('4917012300'), false)
    await undoChange(core, caller, number)
    await assert.rejects(now(message), { code: 'not_found' })
    assert.equal(await spent(), before)
    const [{ number: removal } = assert.fail()] = await findChanges(core, caller, 1)
    await assert.rejects(undoChange(core, caller, removal), { code: 'invalid_value' })
    const sent = await queue('+4917012300')
    const [{ number: addition } = assert.fail()] = await findChanges(core, caller, 1)
    await on(async () => {
      await ended(sent)
    })
    await assert.rejects(undoChange(core, caller, addition), { code: 'conflict' })
  })

  it('takes no message that the account cannot pay', async () => {
    const poor = { ...core, messageRules: { ...core.messageRules, budget: (await spent()) + 50_000 } }
    const wanted = { number: '+4917012300', sender: 'me', text: 'hi' }
    const first = await sendMessage(poor, caller, wanted)
    await assert.rejects(sendMessage(poor, caller, wanted), { code: 'over_budget' })
    assert.equal((await findBalance(poor, caller)).left, 0)
    await removeMessage(core, caller, { id: first.id })
    await removeMessage(core, caller, { id: (await sendMessage(poor, caller, wanted)).id })
  })
})
