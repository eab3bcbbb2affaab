import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { translatesOpus } from '../../src/pbx/translates-opus.ts'
import { freePort } from '../free-port.ts'
import { asteriskFolder, complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import {
  type BrowserPhone,
  type Browsers,
  noBrowser,
  type Sound,
  startBrowser,
} from './support/browser/browser-phone.ts'
import { pbxIs, pbxOptions } from './support/connected.ts'
import { type Extension, type Link, startLink } from './support/link.ts'

interface Shown {
  readonly from: string
  readonly to: string
  readonly disposition: string
  readonly doubts: readonly string[]
}

/** The codec of a browser: that of phones where this Asterisk translates no opus. */
const codec = translatesOpus(asteriskFolder) ? 'audio/opus' : 'audio/PCMU'

describe('a browser as a phone, by a secure WebSocket', { skip: noAsterisk || noBrowser }, () => {
  let link: Link
  let browsers: Browsers
  let wssPort: number
  before(async () => {
    wssPort = await freePort()
    link = await startLink(pbxOptions, ['--sip-transports', 'udp,wss', '--sip-wss-port', String(wssPort)])
    await pbxIs(link.client.server, 'connected')
    browsers = await startBrowser()
  })
  after(async () => {
    await browsers?.stop()
    await link?.stop()
  })

  async function registered(): Promise<{ readonly extension: Extension; readonly page: BrowserPhone }> {
    const extension = await link.add({ more_options: 'webrtc=yes' })
    const page = await browsers.open(extension, wssPort)
    await page.register()
    return { extension, page }
  }
  /** Waits until a page hears something, and returns what it tells of it. */
  async function heard(page: BrowserPhone): Promise<Sound> {
    let sound: Sound | undefined
    await eventually(
      'sound comes to the page, and goes from it',
      async () => {
        sound = await page.sound()
        return sound.received > 0 && sound.sent > 0 && sound.level > 0.01
      },
      30_000,
    ).catch((error) => {
      throw new Error(
        `${error.message}\n${JSON.stringify(sound)}\n${page.output()}\n${link.asterisk.output().slice(-3000)}`,
      )
    })
    return sound as Sound
  }
  async function callOf(number: string): Promise<Shown> {
    let calls: Shown[] = []
    await eventually(`the call of ${number} is in the ledger`, async () => {
      calls = JSON.parse(await link.client.server.cli('calls', 'list', '--json', '--extension', number)).calls
      return calls.length > 0
    })
    assert.equal(calls.length, 1)
    return calls[0] as Shown
  }

  test('two pages register, talk, encrypted, and hang up', async () => {
    const [one, other] = [await registered(), await registered()]
    const contacts = await link.asterisk.cli('pjsip show contacts')
    assert.match(contacts, new RegExp(`${one.extension.number}/sip:\\S+;transport=`))
    await one.page.call(other.extension.number)
    await eventually('the other page is in the call', () => other.page.isInCall())
    for (const sound of [await heard(one.page), await heard(other.page)]) {
      assert.equal(sound.codec, codec)
      assert.match(sound.cipher, /AES/)
    }
    await one.page.hangUp()
    await eventually('the other page has heard of it', async () => !(await other.page.isInCall()))
    const { from, to, disposition, doubts } = await callOf(one.extension.number)
    assert.deepEqual([from, to, disposition, doubts], [one.extension.number, other.extension.number, 'ANSWERED', []])
  })

  test('a page calls a phone, which hears it and is heard', async () => {
    const { extension, page } = await registered()
    const { extension: called, phone } = await link.registered()
    phone.tone = 700
    await page.call(called.number)
    const sound = await heard(page)
    assert.equal(sound.codec, codec)
    await eventually('the beeps of the page come to the phone', () =>
      phone.sound.some((sample) => Math.abs(sample) > 1000),
    )
    await page.hangUp()
    assert.equal((await callOf(extension.number)).disposition, 'ANSWERED')
  })

  test('a phone calls a page, and hangs up', async () => {
    const { extension, page } = await registered()
    const { extension: caller, phone } = await link.registered()
    phone.tone = 700
    const call = phone.call(extension.number)
    assert.equal(await call.answered, 200)
    await heard(page)
    await call.hangUp()
    await eventually('the page has heard of it', async () => !(await page.isInCall()))
    const { from, to, disposition } = await callOf(caller.number)
    assert.deepEqual([from, to, disposition], [caller.number, extension.number, 'ANSWERED'])
  })

  test('a page with a wrong secret is refused', async () => {
    const extension = await link.add({ more_options: 'webrtc=yes' })
    const page = await browsers.open({ ...extension, secret: 'wrong' }, wssPort)
    await assert.rejects(page.register(), /registrationFailed/)
  })

  test('Asterisk complains of nothing', () => assert.deepEqual(complaintsOf(link.asterisk), []))
})
