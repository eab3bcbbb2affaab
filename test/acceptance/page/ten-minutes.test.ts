import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { firstLink, password } from '../support/page.ts'
import { type Server, startServer } from '../support/server.ts'

/** Somebody who has never seen dialbook has the printed link, and beyond it only what the page shows. */
describe('the ten minutes', { skip: withoutBrowser }, () => {
  let server: Server
  let browser: Browser
  let page: Page
  const errors: string[] = []

  before(async () => {
    server = await startServer({ args: ['--message-routes', 'direct=paper:0.05'] })
    browser = await startBrowser()
    page = await browser.newPage({ locale: 'en-GB' })
    page.setDefaultTimeout(20_000)
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    page.on('pageerror', (error) => errors.push(error.message))
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  const main = () => page.getByRole('main')
  const press = (name: string, within: Locator = main()) => within.getByRole('button', { name, exact: true }).click()
  const follow = (name: string, within: Locator = main()) => within.getByRole('link', { name, exact: true }).click()
  /** Goes to a part of the book. */
  const goTo = (part: string) => follow(part, page.getByRole('navigation'))
  const seen = (text: string | RegExp, within: Locator = main()) => within.getByText(text).first().waitFor()
  const heading = (name: string | RegExp) => main().getByRole('heading', { name, level: 1 }).waitFor()
  const row = (text: string | RegExp) => main().getByRole('row').filter({ hasText: text })

  it('the printed link asks for a name and a password, and opens the book', async () => {
    await page.goto(await firstLink(server))
    await seen('become the owner')
    await page.getByLabel('Name').fill('Sara')
    await page.getByLabel(/^New password/).fill(password)
    await press('Open the book')
    await heading('Search')
  })

  it('the empty book leads to the import, which shows the bad line and takes the others', async () => {
    await follow('Import numbers')
    await page.getByLabel(/^Group/).fill('Customers')
    await page.getByLabel(/^Paste numbers/).fill('+98 912 111 2233\tAli\nnobody\tBob\n+98 912 111 2234\tMina')
    await press('Show what would happen')
    assert.match((await row('It has no digit.').textContent()) ?? '', /^2.*nobody/)
    await seen('Nothing is changed yet.')
    await press('Import the other 2 lines')
    await seen('Done:')
    await seen('Group Customers added', page.getByRole('status'))
  })

  it('the group is written to, and shows what became of each message', async () => {
    await follow('Customers')
    await heading('Customers')
    assert.equal(await row('+98912').count(), 2)
    await follow('Write to a group')
    await seen('To the group Customers (2 numbers)')
    await seen('The account has no country')
    await page.getByLabel('Sender').fill('Shop')
    await page.getByLabel('Text').fill('We are open on Friday.')
    await press('Send')
    await seen('2 of 2 numbers are done.')
    await goTo('Messages')
    const message = row('+989121112233')
    await seen('delivered', message)
    await message.getByRole('link').click()
    await heading(/^Message to/)
    await seen('We are open on Friday.')
  })

  it('a number in another spelling is looked up from anywhere', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('+98 (912) 111-22-34')
    await page.keyboard.press('Enter')
    await seen('May the number be contacted?')
    await follow('Customers')
    await heading('Customers')
  })

  it('twenty extensions are made, one is forwarded, and the way of a call is drawn', async () => {
    await goTo('Extensions')
    await page.getByLabel('First number').fill('501')
    await page.getByLabel('Last number').fill('520')
    await press('Make them and show the secrets')
    await heading('20 extensions were made')
    assert.equal(await row(/^5/).count(), 20)
    await seen('This is shown only once.')
    await follow('Extensions')
    await follow('502')
    await page.getByText('Forwards', { exact: true }).click()
    await page.getByLabel('When busy').fill('503')
    await press('Save')
    await seen('Extension 502 changed', page.getByRole('status'))
    await follow('The way of a call')
    await page.getByLabel('Its phone').selectOption({ label: 'is busy' })
    await press('Show the way')
    await seen(/502 is busy\s*forwards when busy to 503/)
    await seen(/Answered at 503/)
  })

  it('a group is removed by mistake: the toast takes it back; so does the history, later', async () => {
    for (const takesBack of ['toast', 'history']) {
      await goTo('Groups')
      await follow('Customers')
      await page.getByText('Name and description', { exact: true }).click()
      await press('Remove the group')
      const toast = page.getByRole('status')
      await seen('Group Customers removed', toast)
      assert.equal(await main().getByRole('link', { name: 'Customers', exact: true }).count(), 0)
      if (takesBack === 'toast') await press('Undo', toast)
      else {
        await goTo('History')
        await press('Undo', row('Group Customers removed').first())
      }
      await seen('Group Customers added', page.getByRole('status'))
    }
    await goTo('Groups')
    await follow('Customers')
    assert.equal(await row('+98912').count(), 2)
  })

  it('a program gets a key, calls with it, and its request is seen', async () => {
    await goTo('Programs')
    await page.getByText('New key', { exact: true }).click()
    await press('Make the key', main().getByRole('region', { name: 'dialbook API v1' }))
    await seen('This is shown only once.')
    const token = (await main().getByRole('code').first().textContent()) ?? ''
    await seen('below “The same by program”')
    await follow('Its requests')
    await seen('No request')
    await goTo('Groups')
    await follow('Customers')
    const call = await main().getByText("curl -H 'Authorization: Bearer KEY'").textContent()
    const [, header = '', url = ''] =
      /^curl -H 'Authorization: (.+)' '(.+)'$/.exec(call?.replace('KEY', token) ?? '') ?? assert.fail(call ?? '')
    const answer = await fetch(url, { headers: { Authorization: header } })
    assert.equal(answer.status, 200)
    assert.match(await answer.text(), /"Customers"/)
    await goTo('Programs')
    await follow('Requests of programs')
    const request = row('GET /book/api/v1/groups')
    await seen('200', request)
    await request.getByRole('link').first().click()
    await seen('As a command for curl')
    assert.deepEqual(errors, [])
  })
})
