import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { send } from '../acceptance/support/http.ts'
import { type Receiver, startReceiver } from '../acceptance/support/receiver.ts'
import { addWebhook, payloadOf } from '../acceptance/support/webhooks.ts'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { pbxOptions, startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'

describe('fields that dialbook follows on a running PBX', { skip: noAsterisk }, () => {
  let link: Link
  let receiver: Receiver
  before(async () => {
    link = await startConnected()
    receiver = await startReceiver()
    await addWebhook(link.client.server, 'acme', receiver.origin, '--events', 'NewState')
  })
  after(async () => {
    await link.stop()
    await receiver.close()
  })
  beforeEach(() => {
    receiver.received.length = 0
  })

  const metric = async (state: string) => {
    const { text } = await send(link.client.server, { method: 'GET', path: '/metrics' })
    return Number(new RegExp(`^dialbook_pbx_qualified\\{state="${state}"\\} (\\d+)`, 'm').exec(text)?.[1])
  }
  const status = async () =>
    JSON.parse(await link.client.server.cli('pbx', 'status', '--json', ...pbxOptions(link.asterisk)))
  const statesOf = (number: string) =>
    receiver.received
      .map(payloadOf)
      .filter(({ exten }) => exten === number)
      .map(({ state }) => state)

  test('qualify: a phone that answers no more is unavailable, in events, figures and status', async () => {
    const { extension, phone } = await link.registered({ qualify: 'yes' })
    const plain = await link.registered({ qualify: 'no' })
    // Asterisk asks by itself within a minute, and at once when it is told to.
    const ask = () => link.asterisk.cli(`pjsip qualify ${extension.number}`)
    await eventually('it answers', async () => {
      await ask()
      return (await metric('reachable')) === 1
    })
    assert.equal(await metric('unreachable'), 0)
    phone.manner = 'mute'
    await eventually('it answers no more', async () => {
      await ask()
      return (await metric('unreachable')) === 1
    })
    await eventually('the event', () => statesOf(extension.number).at(-1) === 'Unavailable')
    assert.deepEqual((await status()).unreachable, [extension.number])
    assert.notEqual(statesOf(plain.extension.number).at(-1), 'Unavailable')
    phone.manner = 'answer'
    await eventually('it answers again', async () => {
      await ask()
      return (await metric('reachable')) === 1
    })
    await eventually('the event', () => statesOf(extension.number).at(-1) === 'Idle')
    await phone.register({ expires: 0 })
    await eventually('it counts no more', async () => (await metric('reachable')) === 0)
  })

  test('active: no ends the calls of the extension, and no other', async () => {
    const [one, two, three, four] = await Promise.all([1, 2, 3, 4].map(() => link.registered()))
    assert.ok(one && two && three && four)
    const call = one.phone.call(two.extension.number)
    const other = three.phone.call(four.extension.number)
    assert.deepEqual([await call.answered, await other.answered], [200, 200])
    await link.update(two.extension, { active: 'no' })
    await call.ended
    await link.update(one.extension, { name: 'still on' })
    const held = await link.asterisk.cli('core show channels concise')
    assert.ok(held.includes(`PJSIP/${three.extension.number}-`))
    await other.hangUp()
  })

  test('an extension that is removed loses its calls too, and no effect is left', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => link.registered()))
    assert.ok(one && two)
    const call = one.phone.call(two.extension.number)
    assert.equal(await call.answered, 200)
    await link.remove(two.extension)
    await call.ended
    assert.equal((await status()).outbox.endCalls.count, 0)
  })

  test('Asterisk complains of nothing', () => {
    assert.deepEqual(
      complaintsOf(link.asterisk).filter((line) => !/max_contacts|not find|Unreachable/i.test(line)),
      [],
    )
  })
})
