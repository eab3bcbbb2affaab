import assert from 'node:assert/strict'
import { appendFile, rename } from 'node:fs/promises'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type Receiver, startReceiver } from '../acceptance/support/receiver.ts'
import type { Fields } from '../acceptance/support/things.ts'
import { addWebhook, payloadOf } from '../acceptance/support/webhooks.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { pbxIs, startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'
import { Phone } from './support/phone.ts'

interface Shown {
  readonly callId: string
  readonly from: string
  readonly to: string
  readonly taker: string
  readonly way: string
  readonly entry: string
  readonly exit: string
  readonly route: string
  readonly disposition: string
  readonly answeredAt: string | null
  readonly legs: readonly { readonly party: string; readonly cause: number }[]
  readonly talks: readonly { readonly one: string; readonly other: string }[]
  readonly steps: readonly { readonly kind: string; readonly by: string; readonly to: string; readonly why?: string }[]
  readonly doubts: readonly string[]
}

type Payload = Readonly<Record<string, unknown>>

describe('the ledger of calls, from the spool of a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  let receiver: Receiver
  let gate: Phone
  before(async () => {
    link = await startConnected()
    receiver = await startReceiver()
    await addWebhook(link.client.server, 'acme', receiver.origin, '--events', 'Cdr,Transfer,IncomingCall,OutgoingCall')
    gate = await Phone.open({ number: '05131041000', secret: '', pbx: link.asterisk.sipPort, address: '127.0.0.4' })
    const trunk = ['trunk', 'set', 'gate', '--host', '127.0.0.4', '--port', String(gate.port), '--account', 'acme']
    await link.client.server.cli(...trunk)
    await link.asterisk.configure()
    await link.asterisk.cli('module reload res_pjsip.so')
    await link.asterisk.cli('module reload res_pjsip_endpoint_identifier_ip.so')
  })
  after(async () => {
    gate.close()
    await link.stop()
    await receiver.close()
  })
  beforeEach(() => {
    receiver.received.length = 0
  })

  const list = async (...args: readonly string[]): Promise<Shown[]> =>
    JSON.parse(await link.client.server.cli('calls', 'list', '--json', ...args)).calls
  /** Waits for the calls of an extension, and returns them. */
  async function callsOf(number: string, count = 1): Promise<Shown[]> {
    let calls: Shown[] = []
    await eventually(`${count} calls of ${number}`, async () => {
      calls = await list('--extension', number)
      return calls.length >= count
    })
    assert.equal(calls.length, count)
    return calls
  }
  const oneCallOf = async (number: string) => (await callsOf(number))[0] as Shown
  const pairs = ({ talks }: Shown) => talks.map(({ one, other }) => [one, other])
  async function told(count: number, name: string): Promise<Payload[]> {
    return (await receiver.until(count, (message) => payloadOf(message).event_name === name)).map(payloadOf)
  }
  const parties = (count: number, ...fields: readonly Fields[]) =>
    Promise.all(Array.from({ length: count }, (_, at) => link.registered(fields[at] ?? {})))

  test('a call that is answered: its phones, who talked, and how it ended', async () => {
    const [caller, called] = await parties(2)
    const [from, to] = [caller?.extension.number ?? '', called?.extension.number ?? '']
    const call = caller?.phone.call(to)
    assert.equal(await call?.answered, 200)
    await call?.hangUp()
    const shown = await oneCallOf(from)
    const { callId, legs, talks, steps, doubts, answeredAt, ...rest } = shown
    assert.deepEqual([rest.from, rest.to, rest.taker, rest.way], [from, to, to, 'local'])
    assert.deepEqual([rest.disposition, rest.entry, rest.exit, steps, doubts], ['ANSWERED', '', '', [], []])
    assert.ok(answeredAt)
    assert.deepEqual(pairs(shown), [[from, to]])
    assert.deepEqual(
      legs.map(({ party, cause }) => [party, cause]),
      [
        [from, 16],
        [to, 16],
      ],
    )
    const [cdr] = await told(1, 'Cdr')
    assert.deepEqual([cdr?.unique_id, cdr?.src, cdr?.dst, cdr?.disposition], [callId, from, to, 'ANSWERED'])
    const text = await link.client.server.cli('calls', 'show', callId)
    assert.ok(text.startsWith(`${callId}: ${from} called ${to} (local): ANSWERED, answered after `), text)
  })

  test('calls to a phone that is busy, and to one that nobody takes', async () => {
    const [caller, busy, silent] = await parties(3)
    if (!caller || !busy || !silent) throw new Error('no phones')
    busy.phone.manner = 'busy'
    silent.phone.manner = 'ring'
    assert.equal(await caller.phone.call(busy.extension.number).answered, 486)
    const given = caller.phone.call(silent.extension.number)
    await silent.phone.nextCall()
    await given.hangUp()
    const calls = await callsOf(caller.extension.number, 2)
    assert.deepEqual(
      calls.map(({ to, taker, disposition, answeredAt, talks }) => [to, taker, disposition, answeredAt, talks]),
      [
        [busy.extension.number, '', 'BUSY', null, []],
        [silent.extension.number, '', 'NO ANSWER', null, []],
      ],
    )
    assert.deepEqual((await list('--extension', caller.extension.number, '--disposition', 'BUSY')).length, 1)
  })

  test('a forward is a step, and the call is of the phone that took it', async () => {
    const [caller, last] = await parties(2)
    const target = last?.extension.number ?? ''
    const busy = await link.registered({ forward_policy: { Busy: target } }, { manner: 'busy' })
    const call = caller?.phone.call(busy.extension.number)
    assert.equal(await call?.answered, 200)
    await call?.hangUp()
    const shown = await oneCallOf(caller?.extension.number ?? '')
    assert.deepEqual([shown.to, shown.taker, shown.legs.length], [busy.extension.number, target, 3])
    const [{ kind, by, to, why } = { kind: '', by: '', to: '', why: '' }] = shown.steps
    assert.deepEqual([kind, by, to, why, shown.steps.length], ['forward', busy.extension.number, target, 'busy', 1])
  })

  test('a call that is picked up is of the one who took it', async () => {
    const [caller, rung, taker] = await parties(3, {}, { call_group: '7' }, { pickup_group: '7' })
    if (!caller || !rung || !taker) throw new Error('no phones')
    rung.phone.manner = 'ring'
    const call = caller.phone.call(rung.extension.number)
    await rung.phone.nextCall()
    const pickup = taker.phone.call('*8')
    assert.equal(await pickup.answered, 200)
    assert.equal(await call.answered, 200)
    await call.hangUp()
    const shown = await oneCallOf(caller.extension.number)
    assert.deepEqual(
      [shown.to, shown.taker, shown.disposition],
      [rung.extension.number, taker.extension.number, 'ANSWERED'],
    )
    assert.deepEqual(pairs(shown), [[caller.extension.number, taker.extension.number]])
    assert.deepEqual(
      shown.steps.map(({ kind, by, to }) => [kind, by, to]),
      [['pickup', rung.extension.number, taker.extension.number]],
    )
    assert.deepEqual(
      (await callsOf(taker.extension.number)).map(({ callId }) => callId),
      [shown.callId],
    )
    const [cdr] = await told(1, 'Cdr')
    assert.deepEqual([cdr?.src, cdr?.dst], [caller.extension.number, taker.extension.number])
  })

  test('a blind transfer: who transferred whom to whom', async () => {
    const [one, two, three] = await parties(3)
    if (!one || !two || !three) throw new Error('no phones')
    const call = one.phone.call(two.extension.number)
    assert.equal(await call.answered, 200)
    await eventually('they talk', () => two.phone.heard > 5 && one.phone.heard > 5)
    assert.equal(await call.transfer(three.extension.number), 202)
    const arrived = await three.phone.nextCall()
    const [event] = await told(1, 'Transfer')
    const [a, b, c] = [one, two, three].map(({ extension }) => extension.number)
    assert.deepEqual([event?.transferer, event?.transferred_from, event?.transferred_to], [a, b, c])
    await eventually('both hear each other', () => two.phone.heard > 20 && three.phone.heard > 10)
    await arrived.hangUp()
    const shown = await oneCallOf(a ?? '')
    assert.equal(shown.callId, event?.unique_id)
    assert.deepEqual(pairs(shown), [
      [a, b],
      [b, c],
    ])
    assert.deepEqual(
      shown.steps.map(({ kind, by, to }) => [kind, by, to]),
      [['blind-transfer', a, c]],
    )
  })

  test('an attended transfer: both calls are one, and show who spoke with whom', async () => {
    const [one, two, three] = await parties(3)
    if (!one || !two || !three) throw new Error('no phones')
    const call = one.phone.call(two.extension.number)
    assert.equal(await call.answered, 200)
    await eventually('the first two talk', () => two.phone.heard > 5)
    const asking = one.phone.call(three.extension.number)
    assert.equal(await asking.answered, 200)
    await eventually('the last two talk', () => three.phone.heard > 5)
    assert.equal(await call.transfer(asking), 202)
    const [event] = await told(1, 'Transfer')
    const [a, b, c] = [one, two, three].map(({ extension }) => extension.number)
    assert.deepEqual([event?.transferer, event?.transferred_from, event?.transferred_to], [a, b, c])
    await (await three.phone.nextCall()).hangUp()
    const shown = await oneCallOf(c ?? '')
    assert.deepEqual(pairs(shown), [
      [a, b],
      [a, c],
      [b, c],
    ])
    assert.deepEqual(
      (await callsOf(a ?? '')).map(({ callId }) => callId),
      [shown.callId],
    )
    assert.equal((await told(1, 'Cdr')).length, 1)
  })

  test('calls by the trunk, in and out, and a blocked caller', async () => {
    const { extension, phone } = await link.registered()
    const out = phone.call('09158315762')
    assert.equal(await out.answered, 200)
    await out.hangUp()
    const into = gate.call(extension.number)
    assert.equal(await into.answered, 200)
    await into.hangUp()
    const calls = await callsOf(extension.number, 2)
    assert.deepEqual(
      calls.map(({ from, to, taker, way, entry, exit }) => [from, to, taker, way, entry, exit]),
      [
        [extension.number, '09158315762', '09158315762', 'outgoing', '', 'gate'],
        [gate.number, extension.number, extension.number, 'incoming', 'gate', ''],
      ],
    )
    assert.equal((await list('--number', '09158315762')).length, 1)
    assert.ok((await list('--trunk', 'gate')).length >= 2)
    assert.equal((await list('--trunk', 'other')).length, 0)
    await link.client.data('pbx/blacklists/add', { number: gate.number })
    assert.equal(await gate.call(extension.number).answered, 603)
    const [, , refused] = await callsOf(extension.number, 3)
    assert.deepEqual([refused?.disposition, refused?.way, refused?.taker], ['FAILED', 'incoming', ''])
    assert.equal((await told(1, 'IncomingCall')).length, 1)
    await link.client.server.cli('incoming-rules', 'remove', gate.number)
  })

  test('a call during which dialbook is killed, and calls while it is away: none is lost or kept twice', async () => {
    const [caller, called] = await parties(2)
    if (!caller || !called) throw new Error('no phones')
    const long = caller.phone.call(called.extension.number)
    assert.equal(await long.answered, 200)
    await link.restartServer(async () => {
      const other = await called.phone.call(caller.extension.number)
      assert.equal(await other.answered, 200)
      await other.hangUp()
    })
    await pbxIs(link.client.server, 'connected')
    await callsOf(caller.extension.number, 1)
    await long.hangUp()
    const [first, second] = await callsOf(caller.extension.number, 2)
    assert.deepEqual([first?.from, second?.from], [caller.extension.number, called.extension.number])
    assert.deepEqual([first?.doubts, second?.doubts, first?.disposition], [[], [], 'ANSWERED'])
    const details = await told(2, 'Cdr')
    assert.deepEqual(
      details.map(({ src, late }) => [src, late]),
      [
        [called.extension.number, 'yes'],
        [caller.extension.number, undefined],
      ],
    )
  })

  test('a spool that was put aside, and one with lines that were cut off', async () => {
    const [caller, called] = await parties(2)
    if (!caller || !called) throw new Error('no phones')
    const spool = `${link.asterisk.dir}/log/cel-custom`
    const talk = async (whileItLasts: () => Promise<void>) => {
      const call = caller.phone.call(called.extension.number)
      assert.equal(await call.answered, 200)
      await whileItLasts()
      await call.hangUp()
    }
    await talk(() => rename(`${spool}/calls.csv`, `${spool}/calls.${Date.now()}.csv`))
    assert.deepEqual(
      (await callsOf(caller.extension.number)).map(({ doubts }) => doubts),
      [[]],
    )
    await talk(() => appendFile(`${spool}/calls.csv`, '"HANGUP","17958'))
    const [, second] = await callsOf(caller.extension.number, 2)
    assert.deepEqual([second?.disposition, second?.doubts], ['ANSWERED', ['gap']])
  })

  test('a call that Asterisk lost with its life is closed, and says that its end is not known', async () => {
    const [caller, called] = await parties(2)
    if (!caller || !called) throw new Error('no phones')
    const call = caller.phone.call(called.extension.number)
    assert.equal(await call.answered, 200)
    await eventually('they talk', () => called.phone.heard > 10)
    await link.asterisk.kill()
    await pbxIs(link.client.server, 'away')
    await link.asterisk.start()
    const shown = await oneCallOf(caller.extension.number)
    assert.deepEqual([shown.disposition, shown.taker, shown.doubts], ['ANSWERED', called.extension.number, ['end']])
  })
})
