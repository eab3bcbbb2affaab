import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, type TestBook } from '../../test/builders.ts'
import type { Caller } from '../core/caller.ts'
import { effectLifeMs } from '../core/effect/effect.ts'
import { addWebhook } from '../core/webhook/add-webhook.ts'
import type { Message } from '../core/webhook/courier.ts'
import type { Attempt } from '../core/webhook/delivery.ts'
import { findDeliveries } from '../core/webhook/find-deliveries.ts'
import { sendPing } from '../core/webhook/send-ping.ts'
import { deliverEvents } from './deliver-events.ts'
import { dropRegistrations } from './drop-registrations.ts'
import { startOutbox, type Task } from './outbox.ts'
import { watchRegistrations } from './watch-registrations.ts'

const minute = 60_000
const never = new AbortController().signal

describe('a delivery', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
    const format = { dialect: 'd', format: 'f', method: 'POST', events: ['ping'] } as const
    await addWebhook(book.core, caller, { url: 'http://127.0.0.1/', ...format })
  })
  after(() => book.close())

  const taskWith = (problem: string | null, sent: Message[] = []): Task =>
    deliverEvents(book.core, {
      courier: {
        async send(message): Promise<Attempt> {
          sent.push(message)
          return { at: book.clock.now(), ms: 1, status: problem === null ? 200 : 500, problem }
        },
      },
      shape: ({ url, method }, event) => ({ method, url, headers: {}, body: event.kind }),
      timeoutMs: 1000,
      retryAfterMs: minute,
    })

  it('waits longer after each failure, a quarter of an hour at the most, and is given up after a day', async () => {
    await sendPing(book.core, caller)
    const task = taskWith('it answered 500')
    const began = book.clock.now()
    const waits: number[] = []
    for (;;) {
      const [effect] = await book.core.store.outbox.claim('deliver', 1, minute)
      assert.ok(effect)
      const settlement = await task.carryOut(effect, never)
      await book.core.store.outbox.settle(effect, settlement)
      if (settlement.retryAt === null) break
      const wait = settlement.retryAt - book.clock.now()
      waits.push(wait / minute)
      book.clock.advance(wait)
    }
    assert.deepEqual(waits.slice(0, 6), [1, 2, 4, 8, 15, 15])
    const took = book.clock.now() - began
    assert.ok(took <= effectLifeMs && took > effectLifeMs - 16 * minute, `given up after ${took / minute} minutes`)
    const [delivery] = await findDeliveries(book.core, caller, 1)
    assert.deepEqual([delivery?.state, delivery?.attempts.length], ['failed', waits.length + 1])
  })

  it('is made once, and what comes while the worker stops waits for the next', async () => {
    const sent: Message[] = []
    const faults: unknown[] = []
    await sendPing(book.core, caller)
    const worker = startOutbox(book.core.store.outbox, taskWith(null, sent), (fault) => faults.push(fault), minute)
    while ((await book.core.store.outbox.waiting('deliver')).count > 0) await new Promise(setImmediate)
    await worker.stop()
    await sendPing(book.core, caller)
    await new Promise(setImmediate)
    assert.deepEqual([sent.length, faults], [1, []])
    assert.equal((await book.core.store.outbox.waiting('deliver')).count, 1)
  })
})

describe('a registration that has to go', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  after(() => book.close())

  const extension = { id: 7, number: '530' }
  const drop = (accountId: number): Promise<void> =>
    book.core.store.write({ accountId, credentialId: null, name: null, origin: 'test' }, async (tx) => {
      await tx.effects.dropRegistration({ ...extension, accountId })
      const change = { noun: 'extension', verb: 'update', subject: '530', before: null, after: null } as const
      return { answer: undefined, change }
    })

  it('is pending until the PBX has dropped it, also when that fails first; no other account waits for it', async () => {
    const { store } = book.core
    const clock = { now: () => Date.now() }
    const dropped: string[] = []
    const faults: unknown[] = []
    let isUp = false
    let failures = 1
    const pbx = {
      isConnected: () => isUp,
      async dropRegistrations(number: string) {
        if (failures-- > 0) throw new Error('Asterisk does not answer')
        dropped.push(number)
      },
    }
    const isServed = async (accountId: number) => accountId === caller.accountId
    const registrations = watchRegistrations({ outbox: store.outbox, pbx, clock, isServed })
    const settled = () => registrations.settled({ ...extension, accountId: caller.accountId })
    assert.equal(await settled(), 'live')
    await drop(caller.accountId)
    await drop(caller.accountId + 1)
    assert.equal(await settled(), 'pending')
    assert.equal(await registrations.settled({ ...extension, accountId: caller.accountId + 1 }), 'off')

    const onFault = (fault: unknown) => faults.push(fault)
    const task = dropRegistrations({ pbx, clock: book.clock, isServed, onFault })
    const worker = startOutbox(store.outbox, task, onFault, minute)
    isUp = true
    worker.look()
    assert.equal(await settled(), 'pending')
    assert.deepEqual(dropped, [])
    while ((await store.outbox.waiting('drop-registration')).count > 0) {
      book.clock.advance(minute)
      worker.look()
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.equal(await settled(), 'live')
    await worker.stop()
    // The clock was moved ahead of the work, beyond its lease: so the PBX may have been told twice.
    assert.deepEqual([[...new Set(dropped)], faults.map(String)], [['530'], ['Error: Asterisk does not answer']])
  })

  it('that cannot be dropped is reported once, and again after one that could', async () => {
    const faults: unknown[] = []
    const outcomes = [false, false, true, false]
    const pbx = {
      isConnected: () => true,
      async dropRegistrations() {
        if (!outcomes.shift()) throw new Error(`${outcomes.length} to come`)
      },
    }
    const isServed = async () => true
    const task = dropRegistrations({ pbx, clock: book.clock, isServed, onFault: (fault) => faults.push(fault) })
    await drop(caller.accountId)
    const [effect] = await book.core.store.outbox.claim('drop-registration', 1, minute)
    assert.ok(effect)
    while (outcomes.length > 0) await task.carryOut(effect, never)
    assert.deepEqual(faults.map(String), ['Error: 3 to come', 'Error: 0 to come'])
    await book.core.store.outbox.settle(effect, { retryAt: null })
  })
})
