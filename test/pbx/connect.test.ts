import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noAsterisk } from './support/asterisk.ts'
import { pbxOptions } from './support/connected.ts'
import { type Link, startLink } from './support/link.ts'

describe('connecting to a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  before(async () => {
    link = await startLink()
  })
  after(() => link.stop())
  const cli = (...args: string[]) => link.client.server.cli('pbx', ...args)

  test('works with an empty book, and with extensions that nobody has asked Asterisk for yet', async () => {
    for (const count of [0, 5]) {
      for (let made = 0; made < count; made++) await link.add()
      const status = JSON.parse(await cli('status', ...pbxOptions(link.asterisk), '--json'))
      assert.deepEqual([status.connection, status.registered, status.busy], ['connected', [], []])
      assert.equal(await cli('check', ...pbxOptions(link.asterisk)), 'the PBX is as the book says\n')
    }
  })
})
