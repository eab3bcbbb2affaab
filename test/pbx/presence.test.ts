import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { pbxIs, pbxOptions, startConnected } from './support/connected.ts'
import { untilKept } from './support/kept.ts'
import type { Link } from './support/link.ts'
import type { Phone } from './support/phone.ts'

describe('an Asterisk that reads no list of extensions as it starts', { skip: noAsterisk }, () => {
  let link: Link
  before(async () => {
    link = await startConnected()
  })
  after(() => link.stop())

  /** Subscribes to the presence of a number, and returns what was told last: `open` or `closed`. */
  async function presenceOf(watcher: Phone, number: string): Promise<() => string | undefined> {
    const told: string[] = []
    assert.equal(await watcher.subscribe(number, 'presence', told, 'application/pidf+xml'), 200)
    return () => /<basic>(\w+)<\/basic>/.exec(told.at(-1) ?? '')?.[1]
  }

  test('knows who is registered after a restart, calls them, and has their lamps and presence right', async () => {
    const [watched, plain, other] = [
      await link.registered(),
      await link.registered({ qualify: 'yes' }),
      await link.registered({ more_options: 'rtp_keepalive=5' }),
    ]
    const numbers = [watched, plain, other].map(({ extension }) => extension.number)
    await untilKept(link.asterisk, numbers)
    await link.asterisk.kill()
    await link.asterisk.start()
    await pbxIs(link.client.server, 'connected')
    assert.doesNotMatch(await link.asterisk.cli('pjsip list endpoints'), new RegExp(watched.extension.number))
    const caller = await link.registered()
    const lamp: string[] = []
    assert.equal(
      await caller.phone.subscribe(watched.extension.number, 'dialog', lamp, 'application/dialog-info+xml'),
      200,
    )
    const presences = await Promise.all(numbers.map((number) => presenceOf(caller.phone, number)))
    const state = () => /<state>(\w+)<\/state>/.exec(lamp.at(-1) ?? '')?.[1]
    await eventually('it is free', () => state() === 'terminated')
    await eventually('all are there', () => presences.every((presence) => presence() === 'open'))
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

  test('tells the presence of an idle phone as it comes and goes, also of an extension that is new', async () => {
    const [watcher, extension] = [await link.registered(), await link.add()]
    const presence = await presenceOf(watcher.phone, extension.number)
    await eventually('it is not there', () => presence() === 'closed')
    const phone = await link.phone(extension)
    assert.equal(await phone.register(), 200)
    await eventually('it is there', () => presence() === 'open')
    await phone.register({ expires: 0 })
    await eventually('it is gone', () => presence() === 'closed')
    assert.doesNotMatch(await link.asterisk.cli('database show CustomDevstate'), new RegExp(extension.number))
  })

  test('what changed while dialbook was away is told when it is back', async () => {
    const [watcher, gone, extension] = [await link.registered(), await link.registered(), await link.add()]
    const presences = [
      await presenceOf(watcher.phone, gone.extension.number),
      await presenceOf(watcher.phone, extension.number),
    ]
    const told = () => presences.map((presence) => presence()).join(' ')
    await eventually('the first states', () => told() === 'open closed')
    await link.restartServer(async () => {
      await gone.phone.register({ expires: 0 })
      assert.equal(await (await link.phone(extension)).register(), 200)
    })
    await eventually('the last states', () => told() === 'closed open')
  })

  test('Asterisk complains of nothing', () => assert.deepEqual(complaintsOf(link.asterisk), []))
})
