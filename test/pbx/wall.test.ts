import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addPerson, follow, type PageClient } from '../acceptance/support/page.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { type CampaignPbx, startCampaignPbx } from './support/campaign-calls.ts'
import { Phone } from './support/phone.ts'

describe('the wall of live calls, beside a real Asterisk', { skip: noAsterisk }, () => {
  let pbx: CampaignPbx
  let admin: PageClient
  before(async () => {
    pbx = await startCampaignPbx()
    admin = await addPerson(pbx.link.client.server, 'Sara', '--account', 'acme')
  })
  after(() => pbx?.stop())

  /** The rows of the wall: who calls, who is called, by which trunk, and how far it has come. */
  const rows = async (): Promise<string[]> =>
    [...(await admin.page('/book/calls/now')).matchAll(/<tr>(<td>.*?)<td class="when">/gs)].map(([, row = '']) =>
      row
        .replaceAll('</td>', '|')
        .replaceAll(/<[^>]+>/g, '')
        .trim(),
    )
  const shows = (wanted: readonly string[]) =>
    eventually(
      `the wall shows ${wanted.join(', ')}`,
      async () => JSON.stringify(await rows()) === JSON.stringify(wanted),
      10_000,
    ).catch(async (error) => {
      throw new Error(`${error.message}: ${JSON.stringify(await rows())}`)
    })

  test('a call within the house rings, is taken, and goes, and a stream tells of it', async () => {
    await shows([])
    assert.match(await admin.page('/book/calls/now'), /Nobody is in a call/)
    const [one, other] = [await pbx.link.registered(), await pbx.link.registered()]
    other.phone.manner = 'ring'
    const stream = await follow(admin, '/book/live/calls/now')
    const call = one.phone.call(other.extension.number)
    const both = `${one.extension.number}|${other.extension.number}||`
    await shows([`${both}rings|`])
    other.phone.manner = 'answer'
    const taken = await other.phone.nextCall()
    taken.take()
    await call.answered
    await shows([`${both}talking|`])
    await stream.until(/rings.*talking/s)
    await call.hangUp()
    await shows([])
    await stream.until(/talking.*Nobody is in a call/s)
    stream.close()
  })

  test('a call from outside has the number and the trunk', async (t) => {
    const { extension } = await pbx.link.registered()
    await pbx.link.client.server.cli('route', 'add', '02188776655', '--to', extension.number)
    const { sipPort: to } = pbx.link.asterisk
    const outside = await Phone.open({ number: '09123334455', secret: '', pbx: to, address: '127.0.0.21' })
    t.after(() => outside.close())
    const call = outside.call('02188776655')
    await call.answered
    await shows([`09123334455|${extension.number}|cisco|talking|`])
    await call.hangUp()
    await shows([])
  })

  test("a campaign's call has the campaign, also while it rings, and the extension that it goes on to", async () => {
    const { cli } = pbx.link.client.server
    const { extension } = await pbx.link.registered()
    await cli('account', 'set', 'acme', '--country', 'IR')
    await cli('trunk-manager', 'add', 'day', '--trunk', 'cisco', '--capacity', '5', '--interval', '0')
    const talks = ['--context', 'main_routing', '--text', extension.number]
    const add = async (name: string, number: string) => {
      await cli('campaign', 'add', name, '--trunk-manager', 'day', ...talks, '--numbers', number)
      await cli('campaign', 'start', name)
    }
    await add('rings', '09121000012')
    await shows(['rings|09121000012|cisco|rings|'])
    await cli('campaign', 'stop', 'rings')
    await shows([])
    await add('talks', '09121000010')
    await shows([`talks|09121000010 · ${extension.number}|cisco|talking|`])
    await cli('campaign', 'stop', 'talks')
    await shows([])
  })
})
