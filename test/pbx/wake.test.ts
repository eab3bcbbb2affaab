import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type Receiver, startReceiver } from '../acceptance/support/receiver.ts'
import { addWebhook, payloadOf } from '../acceptance/support/webhooks.ts'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { shortRing } from './support/calls.ts'
import { startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'
import type { Phone } from './support/phone.ts'

describe('push_notification: a phone that sleeps is woken for a call', { skip: noAsterisk }, () => {
  let link: Link
  let receiver: Receiver
  let caller: Phone
  before(async () => {
    link = await startConnected()
    receiver = await startReceiver()
    caller = (await link.registered()).phone
    await link.asterisk.configure('--pbx-push-wait', '30', ...shortRing)
  })
  after(async () => {
    await link.stop()
    await receiver.close()
  })
  beforeEach(() => {
    receiver.received.length = 0
  })
  const sleeper = (fields: object = {}) => link.add({ push_notification: 'yes', ...fields })

  test('nobody could wake it: the call goes on at once', async () => {
    const extension = await sleeper()
    assert.equal(await caller.call(extension.number).answered, 480)
  })

  test('a webhook wakes it: the call waits for its REGISTER, and then rings it', async () => {
    await addWebhook(link.client.server, 'acme', receiver.origin, '--events', 'PushWake')
    const extension = await sleeper()
    const phone = await link.phone(extension)
    const call = caller.call(extension.number)
    const [told] = (await receiver.until(1)).map(payloadOf)
    const { unique_id, cuid, ...rest } = told ?? {}
    assert.deepEqual(rest, { event_name: 'PushWake', exten: extension.number, participant: caller.number })
    assert.match(String(unique_id), /^\d+\.\d+$/)
    assert.equal(cuid, unique_id)
    assert.equal(await phone.register(), 200)
    await phone.nextCall()
    assert.equal(await call.answered, 200)
    assert.ok(call.statuses.includes(180))
    await call.hangUp()
    assert.equal(receiver.received.length, 1)
  })

  test('a phone that is awake, and one without the field, wake nobody', async () => {
    const awake = await link.registered({ push_notification: 'yes' })
    const call = caller.call(awake.extension.number)
    assert.equal(await call.answered, 200)
    await call.hangUp()
    assert.equal(await caller.call((await link.add({ push_notification: 'no' })).number).answered, 480)
    await link.asterisk.configure('--pbx-push-wait', '0')
    assert.equal(await caller.call((await sleeper()).number).answered, 480)
    await link.asterisk.configure('--pbx-push-wait', '30')
    assert.equal(receiver.received.length, 0)
  })

  test('a phone that does not wake: the call goes on by the policy', async () => {
    await link.asterisk.configure('--pbx-push-wait', '2')
    const target = await link.registered()
    const policy = { Busy: '', 'No Answer': '', UnAvailable: target.extension.number, All: '' }
    const extension = await sleeper({ forward_policy: policy })
    const call = caller.call(extension.number)
    assert.equal(await call.answered, 200)
    await receiver.until(1)
    assert.match(target.phone.invites[0]?.headers.get('diversion') ?? '', /unavailable/)
    await call.hangUp()
  })

  test('without dialbook the call goes on at once', async () => {
    await link.asterisk.configure('--pbx-push-wait', '60')
    const extension = await sleeper()
    await link.restartServer(async () => {
      assert.equal(await caller.call(extension.number).answered, 480)
    })
    await eventually('no channel is left', async () =>
      (await link.asterisk.cli('core show channels count')).includes('0 active channels'),
    )
  })

  test('Asterisk complains of nothing', () => assert.deepEqual(complaintsOf(link.asterisk), []))
})
