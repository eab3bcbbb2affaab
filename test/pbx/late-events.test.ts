import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startReceiver } from '../acceptance/support/receiver.ts'
import { addWebhook, payloadOf } from '../acceptance/support/webhooks.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { pbxIs, pbxOptions } from './support/connected.ts'
import { startLink } from './support/link.ts'

// That they are told with a mark by default stands in ledger.test.ts.
test('calls that went on while no server was there are kept, and with pbx.lateEvents drop no webhook is told of them', {
  skip: noAsterisk,
}, async () => {
  const receiver = await startReceiver()
  const link = await startLink((asterisk) => [...pbxOptions(asterisk), '--pbx-late-events', 'drop'])
  try {
    await pbxIs(link.client.server, 'connected')
    await addWebhook(link.client.server, 'acme', receiver.origin, '--events', 'Cdr')
    const [caller, called] = [await link.registered(), await link.registered()]
    const talk = async () => {
      const call = caller.phone.call(called.extension.number)
      assert.equal(await call.answered, 200)
      await call.hangUp()
    }
    await link.restartServer(talk)
    await pbxIs(link.client.server, 'connected')
    await talk()
    await eventually('both calls are in the ledger', async () => {
      const shown = await link.client.server.cli('calls', 'list', '--json', '--extension', caller.extension.number)
      return JSON.parse(shown).calls.length === 2
    })
    const [told] = await receiver.until(1, (message) => payloadOf(message).event_name === 'Cdr')
    assert.ok(told)
    assert.equal(payloadOf(told).late, undefined)
    assert.equal(receiver.received.filter((message) => payloadOf(message).event_name === 'Cdr').length, 1)
  } finally {
    await link.stop()
    await receiver.close()
  }
})
