import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { invalid } from '../acceptance/support/simotel.ts'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'

describe('emergency numbers on a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  const cli = (...args: string[]) => calls.link.client.server.cli(...args)
  before(async () => {
    calls = await startCalls()
    await cli('account', 'set', 'acme', '--country', 'IR')
  })
  after(async () => {
    await calls.stop()
  })

  test('the list is that of the country, and no extension has such a number', async () => {
    assert.equal(await cli('emergency', 'list'), '110\n112\n115\n125\n')
    const fields = { name: 'n', number: '112', secret: 'Sip-Secret-112' }
    await calls.link.client.refused('pbx/users/add', fields, invalid('number'))
    const other = await calls.link.add()
    await calls.link.client.refused('pbx/users/update', { _id: other._id, number: '125' }, invalid('number'))
  })
})
