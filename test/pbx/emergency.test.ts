import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { invalid } from '../acceptance/support/simotel.ts'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'

const address = '127.0.0.4'

describe('emergency numbers on a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  let provider: Phone
  const cli = (...args: string[]) => calls.link.client.server.cli(...args)
  before(async () => {
    calls = await startCalls()
    await cli('account', 'set', 'acme', '--country', 'IR')
    provider = await Phone.open({ number: '02100', secret: '', pbx: calls.link.asterisk.sipPort, address })
    await cli(
      'trunk',
      'set',
      'provider',
      '--host',
      address,
      '--port',
      String(provider.port),
      '--only',
      '09',
      '--strip',
      '1',
    )
  })
  after(async () => {
    provider.close()
    await calls.stop()
  })

  test('the list is that of the country, and no extension has such a number', async () => {
    assert.equal(await cli('emergency', 'list'), '110\n112\n115\n125\n')
    const fields = { name: 'n', number: '112', secret: 'Sip-Secret-112' }
    await calls.link.client.refused('pbx/users/add', fields, invalid('number'))
    const other = await calls.link.add()
    await calls.link.client.refused('pbx/users/update', { _id: other._id, number: '125' }, invalid('number'))
  })
  test('such a number goes out as it is, whatever the rules and the prefixes of the trunk are', async () => {
    await cli('forward-rules', 'deny', '11')
    const refused = calls.caller.call('119')
    assert.equal(await refused.answered, 403)
    const call = calls.caller.call('115')
    assert.equal(await call.answered, 200)
    assert.match(provider.invites.at(-1)?.first ?? '', /^INVITE sip:115@127\.0\.0\.4:/)
    await calls.hearBoth(provider, call)
  })

  test('a number that the list has in addition goes out too, and one that was taken from it does not', async () => {
    await cli('emergency', 'add', '119')
    const call = calls.caller.call('119')
    assert.equal(await call.answered, 200)
    await calls.hearBoth(provider, call)
    await cli('emergency', 'remove', '119')
    assert.equal(await calls.caller.call('119').answered, 403)
  })
})
