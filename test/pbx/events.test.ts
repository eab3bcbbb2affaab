import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type Receiver, startReceiver } from '../acceptance/support/receiver.ts'
import { addWebhook, payloadOf } from '../acceptance/support/webhooks.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { pbxIs, pbxOptions, startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'
import { Phone } from './support/phone.ts'

type Payload = Readonly<Record<string, unknown>>

const callId = /^\d+\.\d+$/
const utcTime = /^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/

describe('events of a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  let receiver: Receiver
  let gate: Phone
  before(async () => {
    link = await startConnected()
    receiver = await startReceiver()
    await addWebhook(link.client.server, 'acme', receiver.origin, '--events', 'NewState,Cdr,IncomingCall,OutgoingCall')
    gate = await Phone.open({ number: '05131041000', secret: '', pbx: link.asterisk.sipPort, address: '127.0.0.3' })
    await addTrunk(link, gate)
  })
  after(async () => {
    gate.close()
    await link.stop()
    await receiver.close()
  })
  beforeEach(() => {
    receiver.received.length = 0
  })

  /** Waits for `count` events that fit. */
  async function untilTold(count: number, fits: (payload: Payload) => boolean): Promise<Payload[]> {
    return (await receiver.until(count, (message) => fits(payloadOf(message)))).map(payloadOf)
  }
  const statesOf = (exten: string) => (payload: Payload) => payload.event_name === 'NewState' && payload.exten === exten
  const inUse = (exten: string) => (payload: Payload) => statesOf(exten)(payload) && payload.state === 'InUse'
  const named = (name: string) => (payload: Payload) => payload.event_name === name

  test('a phone that registers is idle, and unavailable when it goes', async () => {
    const { extension, phone } = await link.registered()
    const state = (name: string) => ({ event_name: 'NewState', exten: extension.number, state: name })
    assert.deepEqual(await untilTold(1, statesOf(extension.number)), [state('Idle')])
    await phone.register({ expires: 0 })
    assert.deepEqual(await untilTold(2, statesOf(extension.number)), [state('Idle'), state('Unavailable')])
  })

  test('a call between two phones tells the states of both in order, and its detail', async () => {
    const caller = await link.registered()
    const called = await link.registered({}, { manner: 'ring' })
    const [from, to] = [caller.extension.number, called.extension.number]
    await Promise.all([from, to].map((number) => untilTold(1, statesOf(number))))
    const call = caller.phone.call(to)
    const arrived = await called.phone.nextCall()
    await untilTold(2, statesOf(to))
    arrived.take()
    assert.equal(await call.answered, 200)
    await Promise.all([untilTold(2, statesOf(from)), untilTold(3, statesOf(to))])
    await call.hangUp()

    const [cdr] = await untilTold(1, named('Cdr'))
    const id = String(cdr?.unique_id)
    assert.match(id, callId)
    const ids = { unique_id: id, cuid: id }
    const { starttime, endtime, billsec, wait, ...detail } = cdr as Payload
    for (const time of [starttime, endtime]) assert.match(String(time), utcTime)
    const started = Date.parse(`${String(starttime).replace(' ', 'T')}Z`)
    // This Asterisk runs in another time zone.
    assert.ok(Math.abs(Date.now() - started) < 600_000, `${starttime} is not UTC`)
    for (const seconds of [billsec, wait]) assert.ok(Number.isInteger(seconds))
    const parties = { src: from, dst: to, type: 'local', disposition: 'ANSWERED' }
    assert.deepEqual(detail, { event_name: 'Cdr', ...parties, ...ids })

    const state = (exten: string, name: string, more: object = {}) => ({
      event_name: 'NewState',
      exten,
      state: name,
      ...more,
    })
    const out = { participant: to, direction: 'out', dialer: 'no', dialing: 'no', ...ids }
    const into = { participant: from, direction: 'in', dialer: 'no', dialing: 'no', ...ids }
    assert.deepEqual(await untilTold(3, statesOf(from)), [
      state(from, 'Idle'),
      state(from, 'InUse', out),
      state(from, 'Idle', ids),
    ])
    assert.deepEqual(await untilTold(4, statesOf(to)), [
      state(to, 'Idle'),
      state(to, 'Ringing', into),
      state(to, 'InUse', into),
      state(to, 'Idle', ids),
    ])
  })

  test('extensions that show another number are told by their own', async () => {
    const shown = { cid_number: '02188110' }
    const caller = await link.registered(shown)
    const called = await link.registered(shown)
    const [from, to] = [caller.extension.number, called.extension.number]
    await Promise.all([from, to].map((number) => untilTold(1, statesOf(number))))
    const call = caller.phone.call(to)
    assert.equal(await call.answered, 200)
    await Promise.all([from, to].map((number) => untilTold(1, inUse(number))))
    await call.hangUp()
    const [cdr] = await untilTold(1, (payload) => payload.event_name === 'Cdr' && payload.dst === to)
    assert.equal(cdr?.src, from)
    const told = await Promise.all([from, to].map(async (number) => (await untilTold(1, inUse(number)))[0]))
    assert.deepEqual(
      told.map((state) => state?.participant),
      [to, from],
    )
  })

  test('a call that nobody takes has a duration, and no time that is billed', async () => {
    const caller = await link.registered()
    const called = await link.registered({}, { manner: 'busy' })
    const call = caller.phone.call(called.extension.number)
    assert.equal(await call.answered, 486)
    const isOurs = ({ event_name, src }: Payload) => event_name === 'Cdr' && src === caller.extension.number
    const [cdr] = await untilTold(1, isOurs)
    assert.equal(cdr?.disposition, 'BUSY')
    assert.ok(Number.isInteger(cdr?.duration))
    assert.equal(cdr && 'billsec' in cdr, false)
  })

  test('a call by the trunk is told as it begins, in either direction', async () => {
    const { extension, phone } = await link.registered()
    const out = phone.call('09158315762')
    assert.equal(await out.answered, 200)
    await out.hangUp()
    const [outgoing] = await untilTold(1, named('OutgoingCall'))
    const ids = { unique_id: outgoing?.unique_id, cuid: outgoing?.unique_id }
    assert.match(String(ids.cuid), callId)
    assert.deepEqual(outgoing, { event_name: 'OutgoingCall', number: '09158315762', ...ids, outgoing_point: 'gate' })

    const into = gate.call(extension.number)
    assert.equal(await into.answered, 200)
    await into.hangUp()
    const [incoming] = await untilTold(1, named('IncomingCall'))
    const [number, cuid] = ['05131041000', incoming?.unique_id]
    assert.deepEqual(incoming, { event_name: 'IncomingCall', number, unique_id: cuid, cuid, entry_point: 'gate' })

    const isOurs = ({ src, dst }: Payload) => [src, dst].includes(extension.number)
    const details = await untilTold(2, (payload) => payload.event_name === 'Cdr' && isOurs(payload))
    assert.deepEqual(
      details.map(({ src, dst, type, outgoing_point, entry_point }) => ({
        src,
        dst,
        type,
        outgoing_point,
        entry_point,
      })),
      [
        { src: extension.number, dst: '09158315762', type: 'outgoing', outgoing_point: 'gate', entry_point: undefined },
        { src: number, dst: extension.number, type: 'incoming', outgoing_point: undefined, entry_point: 'gate' },
      ],
    )
  })

  test('a caller who is blocked is no incoming call, and the call is one that nobody answered', async () => {
    const { extension } = await link.registered()
    await link.client.data('pbx/blacklists/add', { number: gate.number })
    assert.equal(await gate.call(extension.number).answered, 603)
    const [cdr] = await untilTold(1, (payload) => payload.event_name === 'Cdr' && payload.dst === extension.number)
    assert.equal(receiver.received.filter((message) => named('IncomingCall')(payloadOf(message))).length, 0)
    const { src, type, disposition, entry_point } = cdr ?? {}
    assert.deepEqual(
      { src, type, disposition, entry_point },
      { src: gate.number, type: 'incoming', disposition: 'NO ANSWER', entry_point: 'gate' },
    )
    await link.client.server.cli('incoming-rules', 'remove', gate.number)
  })

  test('the part of an incoming call that is forwarded outside names both points', async () => {
    await link.client.server.cli('forward-rules', 'allow', '0915')
    const { extension } = await link.registered({ forward_policy: { Busy: '09158315762' } }, { manner: 'busy' })
    const into = gate.call(extension.number)
    assert.equal(await into.answered, 200)
    await into.hangUp()
    const wentOut = (payload: Payload) => payload.event_name === 'Cdr' && 'outgoing_point' in payload
    const [cdr] = await untilTold(1, wentOut)
    const { type, entry_point, outgoing_point } = cdr ?? {}
    assert.deepEqual(
      { type, entry_point, outgoing_point },
      { type: 'incoming', entry_point: 'gate', outgoing_point: 'gate' },
    )
  })

  test('a call by the trunk reaches an extension, also when it shows the number of one', async () => {
    const [shown, { extension }] = [await link.registered(), await link.registered()]
    const port = { pbx: link.asterisk.sipPort, address: '127.0.0.3' }
    const outside = await Phone.open({ number: shown.extension.number, secret: '', ...port })
    const call = outside.call(extension.number)
    assert.equal(await call.answered, 200)
    await call.hangUp()
    outside.close()
  })

  test('a call goes on while dialbook is killed, is busy in the status, and its end is told by the next', async () => {
    const caller = await link.registered()
    const called = await link.registered()
    const call = caller.phone.call(called.extension.number)
    assert.equal(await call.answered, 200)
    const status = await link.client.server.cli('pbx', 'status', ...pbxOptions(link.asterisk), '--json')
    assert.deepEqual(
      (JSON.parse(status) as { busy: string[] }).busy,
      [caller.extension.number, called.extension.number].sort(),
    )
    await link.restartServer(async () => {
      const [one, other] = [caller.phone.heard, called.phone.heard]
      await eventually('both hear on', () => caller.phone.heard > one + 20 && called.phone.heard > other + 20)
    })
    await pbxIs(link.client.server, 'connected')
    await call.hangUp()
    const [cdr] = await untilTold(1, (payload) => payload.src === caller.extension.number)
    assert.equal(cdr?.disposition, 'ANSWERED')
  })
})

/** Adds a trunk to a phone that plays the world outside. */
async function addTrunk({ asterisk, client }: Link, gate: Phone): Promise<void> {
  const { server } = client
  await server.cli('trunk', 'set', 'gate', '--host', '127.0.0.3', '--port', String(gate.port), '--account', 'acme')
  await asterisk.configure()
  await asterisk.cli('module reload res_pjsip.so')
  await asterisk.cli('module reload res_pjsip_endpoint_identifier_ip.so')
}
