// The ten minutes of somebody who has never seen dialbook. Only what the page shows is used: its links, labels and buttons. No address is typed.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../acceptance/support/browser.ts'
import { firstLink, password } from '../acceptance/support/page.ts'
import { type Server, startServer } from '../acceptance/support/server.ts'
import { type Asterisk, noAsterisk, startAsterisk } from './support/asterisk.ts'
import { pbxIs, pbxOptions } from './support/connected.ts'
import { Phone } from './support/phone.ts'

const env = { DIALBOOK_MESSAGE_ROUTES: 'direct=paper:0.05' }

describe('the first ten minutes on the page', { skip: withoutBrowser }, () => {
  let server: Server
  let asterisk: Asterisk | undefined
  let browser: Browser
  let page: Page
  const secrets = new Map<string, string>()
  const phones: Phone[] = []

  before(async () => {
    server = await startServer({ env })
    if (!noAsterisk) {
      asterisk = await startAsterisk(server, { account: 'default' })
      const { data } = server
      await server.kill()
      server = await startServer({ data, env, args: pbxOptions(asterisk) })
      server.audit.hide(asterisk.password)
      await pbxIs(server, 'connected')
    }
    browser = await startBrowser()
    page = await browser.newPage({ locale: 'en-GB' })
    page.setDefaultTimeout(10_000)
  })
  after(async () => {
    for (const phone of phones) phone.close()
    await browser?.close()
    await asterisk?.stop()
    await server?.stop()
  })

  const open = (name: string) => page.getByRole('link', { name, exact: true }).click()
  const part = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const unfold = (name: string) => page.locator('summary').getByText(name, { exact: true }).click()
  const shows = (text: string | RegExp) =>
    page
      .getByRole('main')
      .getByText(text)
      .first()
      .waitFor()
      .catch(async () => assert.fail(`${text} is not in ${await page.getByRole('main').textContent()}`))
  const title = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

  async function phoneOf(number: string): Promise<Phone> {
    const secret = secrets.get(number) ?? assert.fail(`${number} has no secret`)
    const phone = await Phone.open({ number, secret, pbx: asterisk?.sipPort ?? 0 })
    phones.push(phone)
    assert.equal(await phone.register(), 200)
    return phone
  }

  it('the printed link asks for a name and a password, and the first page says where to begin', async () => {
    await page.goto(await firstLink(server))
    await shows('become the owner')
    await fill('Name', 'Sara')
    await page.getByLabel(/^New password/).fill(password)
    await press('Open the book')
    await title('Search')
    await open('Import from a file')
    await title('Import numbers')
  })

  it('a list comes in, and what was wrong in it is said before', async () => {
    await page.getByLabel(/^Group/).fill('Customers')
    await page.getByLabel(/^Paste numbers/).fill('phone\tname\n0912 111 2233\tAli\nnobody\tBob\n0912 111 2234\tSara\n')
    await press('Show what would happen')
    await shows('Nothing is changed yet')
    await page.getByRole('row', { name: /nobody.*It has no digit/ }).waitFor()
    await press('Import the other 2 lines')
    await shows('Done:')
    await open('Customers')
    await title('Customers')
    await page.getByRole('row', { name: /09121112234.*Sara/ }).waitFor()
  })

  it('the group is written to, and each message is followed without a look', async () => {
    await open('Write to this group')
    await shows('To the group Customers (2 numbers)')
    await shows('The account has no country')
    await fill('Sender', 'Shop')
    await fill('Text', 'We open at nine.')
    await press('Send')
    await shows('2 of 2 numbers are done.')
    await part('Messages')
    assert.equal(await page.getByRole('row', { name: /We open at nine/ }).count(), 2)
  })

  it('a number is looked up in another spelling, from anywhere', async () => {
    const find = page.getByRole('search').getByRole('searchbox')
    await find.fill('0912-111 2234')
    await find.press('Enter')
    await shows('May the number be contacted?')
    await page.getByRole('main').getByRole('link', { name: 'Customers' }).waitFor()
  })

  it('twenty extensions are made at once, and their secrets are shown', async () => {
    await part('Extensions')
    await fill('First number', '201')
    await fill('Last number', '220')
    await press('Make them and show the secrets')
    await title('20 extensions were made')
    for (const row of await page
      .getByRole('row')
      .filter({ has: page.locator('code') })
      .all()) {
      const [number = '', secret = ''] = await row.getByRole('cell').allInnerTexts()
      secrets.set(number.trim(), secret.trim())
    }
    assert.equal(secrets.size, 20)
  })

  it('a phone is seen as it registers', { skip: noAsterisk }, async () => {
    await part('Extensions')
    const row = page.getByRole('row', { name: /^201/ })
    await row.getByText('not registered', { exact: true }).waitFor()
    await phoneOf('201')
    await row.getByText('registered', { exact: true }).waitFor()
  })

  it('an extension is forwarded, and the way of a call to it is drawn', async () => {
    await part('Extensions')
    await open('202')
    await unfold('Forwards')
    await fill('Whenever nobody takes the call, unless said otherwise below', '203')
    await press('Save')
    await page.getByRole('status').getByText('202').waitFor()
    await open('The way of a call')
    await page.getByLabel('Its phone').selectOption({ label: 'is not there' })
    await press('Show the way')
    await shows('forwards to')
    await shows('203 answers')
  })

  it('a call is followed while it goes on, and is told of afterwards', { skip: noAsterisk }, async () => {
    const [caller = assert.fail()] = phones
    await phoneOf('203')
    await part('Calls')
    await open('Calls that go on now')
    await shows('Nobody is in a call.')
    const call = caller.call('202')
    await call.answered
    await page.getByRole('row', { name: /201.*talking/ }).waitFor()
    await call.hangUp()
    await shows('Nobody is in a call.')
    await open('All calls')
    await page.getByRole('row', { name: /201.*answered/ }).waitFor()
    await page
      .getByRole('row', { name: /201.*answered/ })
      .getByRole('link')
      .click()
    await shows('What happened')
    await shows('forwarded')
  })

  it('a mistake is undone', async () => {
    await part('Groups')
    await open('Customers')
    await unfold('Name and description')
    await press('Remove the group')
    await title('Groups')
    assert.equal(await page.getByRole('link', { name: 'Customers', exact: true }).count(), 0)
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
    await part('Groups')
    await open('Customers')
    await shows('09121112234')
  })

  it('a program gets a key, and its request is seen', async () => {
    await part('Programs')
    await unfold('New key')
    const form = page.getByRole('region', { name: 'dialbook API v1' })
    await form.getByRole('button', { name: 'Make the key' }).click()
    await title('The new key')
    const shown = await page.getByRole('main').locator('pre').textContent()
    const [, url = ''] = /'(http\S+)'/.exec(shown ?? '') ?? []
    const [, header = ''] = /(Bearer [^'"]+)/.exec(shown ?? '') ?? []
    const answer = await fetch(url, { headers: { Authorization: header } })
    assert.equal(answer.status, 200, `${shown}\n${await answer.text()}`)
    await open('Requests of programs')
    await title('Requests of programs')
    await page.getByRole('row', { name: /\/book\/api\/v1\/groups.*200/ }).waitFor()
  })
})
