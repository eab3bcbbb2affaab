import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'

const page = 'a page of a fax'

describe('a fax by T.38 through a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  let provider: Phone
  const cli = (...args: string[]) => calls.link.client.server.cli(...args)
  before(async () => {
    calls = await startCalls()
    provider = await Phone.open({ number: '021', secret: '', pbx: calls.link.asterisk.sipPort, address: '127.0.0.17' })
    await cli('trunk', 'set', 'provider', '--host', '127.0.0.17', '--port', String(provider.port), '--qualify', '0')
  })
  after(async () => {
    provider.close()
    await calls.stop()
  })

  for (const more_options of ['', 'language=en']) {
    test(`comes in by a trunk, and reaches an extension with faxdetect${more_options && ` and ${more_options}`}`, async () => {
      const { extension, phone } = await calls.link.registered({ faxdetect: 'yes', more_options })
      const call = provider.call(extension.number)
      assert.equal(await call.answered, 200)
      assert.equal(await call.fax(page), 200)
      assert.equal(phone.reinvites, 1)
      await eventually('the page comes', () => phone.page === page)
      await call.hangUp()
    })
  }

  test('goes out by a trunk', async () => {
    const { phone } = await calls.link.registered({ faxdetect: 'yes' })
    const call = phone.call('0912000')
    assert.equal(await call.answered, 200)
    assert.equal(await call.fax(page), 200)
    await eventually('the page comes', () => provider.page === page)
    await call.hangUp()
  })

  for (const more_options of ['', 'language=en']) {
    test(`a machine that calls with its tone is not torn from an ordinary call${more_options && `, with ${more_options}`}`, async () => {
      const fields = { faxdetect: 'yes', call_record: 'yes', more_options }
      const { extension, phone: machine } = await calls.link.registered(fields)
      const other = await calls.link.registered(fields)
      machine.tone = 1100
      other.phone.tone = 1100
      const call = machine.call(other.extension.number)
      assert.equal(await call.answered, 200)
      // A tone is known after half a second; a second of sound is fifty packets.
      await eventually('they hear each other', () => machine.heard > 150 && other.phone.heard > 150)
      assert.equal(await call.fax(page), 200)
      await eventually('the page comes', () => other.phone.page === page)
      await call.hangUp()
      assert.doesNotMatch(calls.link.asterisk.output(), /a fax calls/)
      assert.match(await calls.link.asterisk.cli(`pjsip show endpoint ${extension.number}`), /fax_detect +: false/)
    })
  }

  test('is refused for an extension without faxdetect, and the call goes on as sound', async () => {
    const { extension, phone } = await calls.link.registered()
    const call = provider.call(extension.number)
    assert.equal(await call.answered, 200)
    assert.equal(await call.fax(page), 488)
    assert.equal(phone.reinvites, 0)
    const heard = phone.heard
    await eventually('sound goes on', () => phone.heard > heard + 10)
    await call.hangUp()
  })

  test('Asterisk prints no error', () => {
    assert.doesNotMatch(calls.link.asterisk.output(), /ERROR/)
  })
})
