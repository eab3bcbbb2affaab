import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { pbxOptions } from './support/connected.ts'
import { untilKept } from './support/kept.ts'
import { type Link, startLink } from './support/link.ts'

describe('an Asterisk that reads no list of extensions as it starts', { skip: noAsterisk }, () => {
  let link: Link
  before(async () => {
    link = await startLink(pbxOptions, ['--sip-presence', 'false'])
  })
  after(() => link.stop())

  test('knows who is registered after a restart, calls them, and has their lamps right; presence is closed', async () => {
    const [watched, plain, other] = [
      await link.registered(),
      await link.registered({ qualify: 'yes' }),
      await link.registered({ more_options: 'rtp_keepalive=5' }),
    ]
    const numbers = [watched, plain, other].map(({ extension }) => extension.number)
    await untilKept(link.asterisk, numbers)
    await link.asterisk.kill()
    await link.asterisk.start()
    assert.doesNotMatch(await link.asterisk.cli('pjsip list endpoints'), new RegExp(watched.extension.number))
    const caller = await link.registered()
    const [lamp, presence]: [string[], string[]] = [[], []]
    assert.equal(
      await caller.phone.subscribe(watched.extension.number, 'dialog', lamp, 'application/dialog-info+xml'),
      200,
    )
    assert.equal(
      await caller.phone.subscribe(watched.extension.number, 'presence', presence, 'application/pidf+xml'),
      200,
    )
    const state = () => /<state>(\w+)<\/state>/.exec(lamp.at(-1) ?? '')?.[1]
    await eventually('it is free', () => state() === 'terminated' && presence.length > 0)
    assert.match(presence.at(-1) ?? '', /<basic>closed<\/basic>/)
    for (const { extension } of [watched, plain, other]) {
      const call = caller.phone.call(extension.number)
      assert.equal(await call.answered, 200)
      if (extension === watched.extension) await eventually('it talks', () => state() === 'confirmed')
      await call.hangUp()
    }
    await eventually('it is free again', () => state() === 'terminated')
    assert.equal(await watched.phone.register(), 200)
    await link.client.server.cli('pbx', 'check', ...pbxOptions(link.asterisk))
  })

  test('Asterisk complains of nothing', () => assert.deepEqual(complaintsOf(link.asterisk), []))
})
