import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import type { Phone } from './support/phone.ts'

describe('what phones are told beside their calls', { skip: noAsterisk }, () => {
  let calls: Calls
  before(async () => {
    calls = await startCalls()
  })
  after(() => calls.stop())

  /** Subscribes to the lamp of a number, and returns the states that were told, in order, each once in a row. */
  async function lampOf(watcher: Phone, number: string): Promise<() => string[]> {
    const told: string[] = []
    assert.equal(await watcher.subscribe(number, 'dialog', told, 'application/dialog-info+xml'), 200)
    return () =>
      told
        .map((body) => /<state>(\w+)<\/state>/.exec(body)?.[1] ?? body)
        .filter((state, at, all) => state !== all[at - 1])
  }

  test('BLF: a lamp shows that a phone rings, talks and is free again', async () => {
    const [watcher, watched] = await calls.extensions({}, {})
    const lamp = await lampOf(watcher.phone, watched.number)
    await eventually('the first state', () => lamp().length > 0)
    assert.deepEqual(lamp(), ['terminated'])
    watched.phone.manner = 'ring'
    await calls.configure('--pbx-ring-time', '60')
    const call = calls.caller.call(watched.number)
    const arrived = await watched.phone.nextCall()
    await eventually('it rings', () => lamp().at(-1) === 'early')
    arrived.take()
    assert.equal(await call.answered, 200)
    await eventually('it talks', () => lamp().at(-1) === 'confirmed')
    await call.hangUp()
    await eventually('it is free', () => lamp().at(-1) === 'terminated')
    await calls.configure()
    assert.deepEqual(lamp(), ['terminated', 'early', 'confirmed', 'terminated'])
  })

  test('presence: a phone is busy in a call, and then no more', async () => {
    const [watcher, watched] = await calls.extensions({}, {})
    const told: string[] = []
    assert.equal(await watcher.phone.subscribe(watched.number, 'presence', told, 'application/pidf+xml'), 200)
    const notes = () => told.map((body) => /<note>([^<]*)<\/note>/.exec(body)?.[1] ?? body)
    await eventually('the first state', () => told.length > 0)
    const call = calls.caller.call(watched.number)
    assert.equal(await call.answered, 200)
    await eventually('it is on the phone', () => notes().at(-1) === 'On the phone')
    await call.hangUp()
    await eventually('it is free', () => notes().at(-1) !== 'On the phone')
  })

  test('MWI: whoever asks for messages is told that there are none', async () => {
    const [{ phone, number }] = await calls.extensions({})
    const told: string[] = []
    assert.equal(await phone.subscribe(number, 'message-summary', told, 'application/simple-message-summary'), 200)
    await eventually('a NOTIFY', () => told.length > 0)
    assert.match(told[0] ?? '', /Messages-Waiting: no/)
  })

  test('hold: the other side hears music', async () => {
    const [holder, held] = await calls.extensions({}, {})
    const call = holder.phone.call(held.number)
    assert.equal(await call.answered, 200)
    await eventually('sound', () => held.phone.heard > 10)
    await call.hold()
    await eventually('the music runs', async () =>
      (await calls.link.asterisk.cli('moh show classes')).includes('default'),
    )
    const before = held.phone.heard
    // The holder sends nothing any more: what is heard now is the music.
    await eventually('music', () => held.phone.heard > before + 50)
    await call.hangUp()
  })

  test('Asterisk complains of nothing', () => assert.deepEqual(complaintsOf(calls.link.asterisk), []))
})
