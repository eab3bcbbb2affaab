import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { invalid } from '../acceptance/support/simotel.ts'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'

describe('emergency numbers on a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  let provider: Phone
  let refusing: Phone
  const cli = (...args: string[]) => calls.link.client.server.cli(...args)
  before(async () => {
    calls = await startCalls()
    const pbx = calls.link.asterisk.sipPort
    provider = await Phone.open({ number: '02100', secret: '', pbx, address: '127.0.0.51' })
    refusing = await Phone.open({ number: '02100', secret: '', pbx, address: '127.0.0.52', manner: 'decline' })
    const to = (host: string, { port }: Phone) => ['--host', host, '--port', String(port), '--qualify', '0']
    await cli('trunk', 'set', 'first', ...to('127.0.0.52', refusing), '--only', '09', '--place', '1')
    await cli('trunk', 'set', 'second', ...to('127.0.0.51', provider), '--strip', '1', '--place', '2')
    await cli('account', 'set', 'acme', '--country', 'IR')
  })
  after(async () => {
    provider.close()
    refusing.close()
    await calls.stop()
  })

  test('the list is that of the country, and no extension has such a number', async () => {
    assert.equal(await cli('emergency', 'list'), '110\n112\n115\n125\n')
    const fields = { name: 'n', number: '112', secret: 'Sip-Secret-112' }
    await calls.link.client.refused('pbx/users/add', fields, invalid('number'))
    const other = await calls.link.add()
    await calls.link.client.refused('pbx/users/update', { _id: other._id, number: '125' }, invalid('number'))
  })

  test('a call to one goes out, past the trunk that takes no such number and refuses it', async () => {
    const call = calls.caller.call('125')
    assert.equal(await call.answered, 200)
    await call.hangUp()
    for (const { invites } of [refusing, provider]) assert.match(invites.at(-1)?.first ?? '', /^INVITE sip:125@/)
    assert.match(
      await cli('trace', '125'),
      /goes out: 125 is an emergency number\n +125 at first, .*\n +125 at second, /,
    )
  })
})
