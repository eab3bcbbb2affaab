import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { send } from '../acceptance/support/http.ts'
import { type Receiver, startReceiver } from '../acceptance/support/receiver.ts'
import { addWebhook, payloadOf } from '../acceptance/support/webhooks.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'
import { Phone } from './support/phone.ts'
import { Registrar } from './support/registrar.ts'

describe('the watch over trunks', { skip: noAsterisk }, () => {
  let link: Link
  let first: Registrar
  let second: Phone
  let receiver: Receiver
  let caller: Phone
  const cli = (...args: string[]) => link.client.server.cli(...args)
  before(async () => {
    link = await startConnected()
    receiver = await startReceiver()
    await addWebhook(link.client.server, 'acme', receiver.origin, '--events', 'TrunkAdded,TrunkRemoved,TrunkNewState')
    first = await Registrar.open('127.0.0.31', 'unused', 'unused')
    second = await Phone.open({ number: '2', secret: '', pbx: link.asterisk.sipPort, address: '127.0.0.32' })
    caller = (await link.registered()).phone
  })
  after(async () => {
    first.close()
    second.close()
    await link.stop()
    await receiver.close()
  })
  const told = () =>
    receiver.received.map(payloadOf).map(({ event_name, trunk_name, state }) => [event_name, trunk_name, state])
  const becomes = (name: string, state: string) =>
    eventually(`${name} is ${state}`, async () =>
      (JSON.parse(await cli('trunk', 'list', '--json')).trunks as { name: string; state: string }[]).some(
        (trunk) => trunk.name === name && trunk.state === state,
      ),
    )

  test('a trunk whose host answers OPTIONS is ok, and webhooks hear of it', async () => {
    await cli(
      'trunk',
      'set',
      'first',
      '--host',
      '127.0.0.31',
      '--port',
      String(first.port),
      '--qualify',
      '1',
      '--place',
      '1',
    )
    await becomes('first', 'ok')
    await eventually('both are told', () => receiver.received.length >= 2)
    assert.deepEqual(told(), [
      ['TrunkAdded', 'first', 'Unavailable'],
      ['TrunkNewState', 'first', 'Ok'],
    ])
    const { event_name, state, trunk_name, last_time, date, ...rest } = receiver.received.map(payloadOf)[1] ?? {}
    assert.deepEqual(rest, { trunk_type: 'SIP', last_time_sec: 0 })
    assert.ok(Math.abs(Number(last_time) - Date.now() / 1000) < 120 && last_time === date)
  })

  test('a silent trunk is tried last, and said to be unavailable', async () => {
    await cli(
      'trunk',
      'set',
      'second',
      '--host',
      '127.0.0.32',
      '--port',
      String(second.port),
      '--qualify',
      '1',
      '--place',
      '2',
    )
    await becomes('second', 'ok')
    first.isThere = false
    await becomes('first', 'unavailable')
    assert.match(await cli('trunk', 'list'), /first .* unavailable/)
    const { text } = await send(link.client.server, { method: 'GET', path: '/metrics' })
    assert.match(text, /^dialbook_trunk_up\{trunk="first"\} 0$/m)
    assert.match(text, /^dialbook_trunk_up\{trunk="second"\} 1$/m)
    const call = caller.call('0912000')
    assert.equal(await call.answered, 200)
    await call.hangUp()
    assert.equal(second.invites.length, 1)
    assert.ok(!link.asterisk.output().includes('the trunk first does not take'))
    assert.deepEqual(told().at(-1), ['TrunkNewState', 'first', 'Unavailable'])
  })

  test('it comes back to its place, and an inactive one is Deactivate', async () => {
    first.isThere = true
    await becomes('first', 'ok')
    const lines = await cli('trace', '0912000')
    assert.match(lines, /first/)
    await cli('trunk', 'set', 'first', '--host', '127.0.0.31', '--port', String(first.port), '--inactive')
    await becomes('first', 'deactivate')
    await cli('trunk', 'remove', 'first')
    await eventually('the end is told', () => receiver.received.length >= 8)
    assert.deepEqual(told().slice(5), [
      ['TrunkNewState', 'first', 'Ok'],
      ['TrunkNewState', 'first', 'Deactivate'],
      ['TrunkRemoved', 'first', undefined],
    ])
  })
})
