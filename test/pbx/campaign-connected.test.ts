import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type Receiver, startReceiver } from '../acceptance/support/receiver.ts'
import { addWebhook, payloadOf } from '../acceptance/support/webhooks.ts'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { noForwards } from './support/calls.ts'
import { type CampaignPbx, startCampaignPbx } from './support/campaign-calls.ts'
import type { Call, Phone } from './support/phone.ts'
import { hasTone } from './support/tone.ts'

describe('calls of campaigns that go on at an extension, on a real Asterisk', { skip: noAsterisk }, () => {
  let pbx: CampaignPbx
  let receiver: Receiver
  before(async () => {
    pbx = await startCampaignPbx()
    receiver = await startReceiver()
    await addWebhook(pbx.link.client.server, 'acme', receiver.origin, '--events', 'NewState,Cdr,OutgoingCall')
  })
  after(async () => {
    await pbx.stop()
    await receiver.close()
  })
  beforeEach(() => {
    receiver.received.length = 0
  })
  /** Hangs up once the phone hears the other side: a BYE may get to Asterisk before its answer is looked at. */
  const hangUp = async (phone: Phone, call: Call) => {
    const before = phone.heard
    await eventually('the phone hears something', () => phone.heard > before + 3)
    await call.hangUp()
  }
  const told = (event: string) => receiver.received.map(payloadOf).filter(({ event_name }) => event_name === event)

  test('both hear each other behind the announcement, and the dialler has the extension', async () => {
    const { extension, phone } = await pbx.link.registered()
    const sound = await pbx.tone(700, 1)
    pbx.outside.tone = 1000
    phone.tone = 1300
    const id = await pbx.begin('0912000000', { sound, context: 'main_routing', text: extension.number })
    const call = await pbx.outside.nextCall()
    const inner = await phone.nextCall()
    assert.match(inner.invite?.headers.get('from') ?? '', /sip:0912000000@/)
    assert.ok(hasTone(700, pbx.outside.sound), 'the announcement comes first')
    await eventually('both hear each other', () => hasTone(1300, pbx.outside.sound) && hasTone(1000, phone.sound))
    await inner.hangUp()
    await call.ended

    const kept = await pbx.inLedger(id)
    assert.deepEqual(
      [kept.disposition, kept.to, kept.taker, kept.way, kept.exit, kept.legs.map(({ party }) => party)],
      ['ANSWERED', '0912000000', extension.number, 'outgoing', 'cisco', ['0912000000', extension.number]],
    )
    assert.deepEqual(
      kept.talks.map(({ one, other }) => [one, other]),
      [['0912000000', extension.number]],
    )
    await eventually('the call and the end of the phone are told', () => {
      return told('Cdr').length === 1 && told('NewState').some(({ state }) => state === 'InUse')
    })
    const busy = told('NewState').filter(({ state }) => state === 'InUse')
    assert.deepEqual(
      busy.map(({ exten, dialer, participant, unique_id }) => [exten, dialer, participant, unique_id]),
      [[extension.number, 'yes', '0912000000', id]],
    )
    assert.deepEqual([told('Cdr')[0]?.originated_call_id, told('OutgoingCall')[0]?.originated_call_id], [id, id])
  })

  test('the forward policy of the extension holds, and the call is answered whoever takes it', async () => {
    const [first, second] = [await pbx.link.registered(), await pbx.link.registered()]
    const policy = { ...noForwards, Busy: second.extension.number }
    await pbx.link.update(first.extension, { forward_policy: policy })
    first.phone.manner = 'busy'
    const id = await pbx.begin('0912000000', { context: 'main_routing', text: first.extension.number })
    const call = await pbx.outside.nextCall()
    await hangUp(second.phone, await second.phone.nextCall())
    await call.ended
    const { taker, disposition } = await pbx.inLedger(id)
    assert.deepEqual([taker, disposition], [second.extension.number, 'ANSWERED'])

    second.phone.manner = 'busy'
    const other = await pbx.begin('0912000000', { context: 'main_routing', text: first.extension.number })
    await (await pbx.outside.nextCall()).ended
    const kept = await pbx.inLedger(other)
    assert.deepEqual([kept.taker, kept.disposition], ['', 'ANSWERED'])
  })

  test('in main_routing nothing is reached but extensions; other contexts have their own way', async () => {
    for (const text of ['0935000000', '*43', '']) {
      await pbx.begin('0912000000', { context: 'main_routing', text })
      await (await pbx.outside.nextCall()).ended
      assert.equal(pbx.timesCalled('0935000000'), 0)
    }
    assert.equal(await pbx.knowsPlace('own', '77'), false)
    await pbx.link.asterisk.cli('dialplan add extension 77,1,Read,got,,1 into own')
    assert.deepEqual([await pbx.knowsPlace('own', '77'), await pbx.knowsPlace('own', '78')], [true, false])
    await pbx.link.asterisk.cli('dialplan add extension _9X,1,NoOp into other')
    await pbx.link.asterisk.cli('dialplan add include other into own')
    assert.deepEqual([await pbx.knowsPlace('own', '95'), await pbx.knowsPlace('own', '9')], [true, false])
    const id = await pbx.begin('0912000000', { context: 'own', text: '77' })
    const call = await pbx.outside.nextCall()
    await eventually('it has come there', async () =>
      / 77@own:/.test(await pbx.link.asterisk.cli('core show channels')),
    )
    await pbx.calls.end([id])
    await call.ended
    const { disposition } = await pbx.inLedger(id)
    assert.equal(disposition, 'ANSWERED')
  })

  test('the longest time holds for the whole call', async () => {
    const { extension, phone } = await pbx.link.registered()
    const fields = { context: 'main_routing', text: extension.number, longest: 1 }
    const id = await pbx.begin('0912000000', fields)
    const [call, inner] = [await pbx.outside.nextCall(), await phone.nextCall()]
    await Promise.all([call.ended, inner.ended])
    const { answeredAt, endedAt } = await pbx.inLedger(id)
    assert.ok(answeredAt !== null && endedAt - answeredAt > 900)
  })

  test('leave nothing behind', async () => {
    await eventually('no channel is left', async () => (await pbx.channels()) === 0)
    assert.deepEqual(complaintsOf(pbx.link.asterisk), [])
  })
})
