import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { firstLink, password } from '../support/page.ts'
import { type Server, startServer } from '../support/server.ts'

describe('in a browser', { skip: withoutBrowser }, () => {
  let server: Server
  let browser: Browser
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('the owner comes in by the link, and works by the keyboard alone', async () => {
    server = await startServer()
    browser = await startBrowser()
    const page = await browser.newPage({ locale: 'en-GB' })
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(await firstLink(server))
    await page.keyboard.press('Tab')
    await page.keyboard.type('Sara')
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/book/')
    await page.goto(`${server.origin}/`)
    assert.equal(new URL(page.url()).pathname, '/book/')
    await page.goto(`${server.origin}/book/groups`)
    await page.focus('form[method=post][action="/book/groups"] [name=name]')
    await page.keyboard.type('مشتریان <img src=x onerror=alert(1)>')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/book/groups/*')
    await page.focus('textarea')
    await page.keyboard.type('0912 111 2233\n0912 111 2234')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('09121112234').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('09121112234')
    await page.keyboard.press('Enter')
    await page.getByText('May the number be contacted?').waitFor()
    assert.ok(await page.getByRole('link', { name: 'مشتریان' }).isVisible())
    assert.deepEqual(errors, [])
  })

  it('without scripts a group is made and its removal undone', async () => {
    const { link } = JSON.parse(await server.cli('person', 'add', 'Reza', '--json')) as { link: string }
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' })
    const page = await context.newPage()
    await page.goto(`${server.origin}/book/join${new URL(link).search}`)
    await page.fill('[name=password]', password)
    await page.click('main button')
    await page.goto(`${server.origin}/book/groups`)
    await page.fill('form[method=post][action="/book/groups"] [name=name]', 'without scripts')
    await page.click('form[method=post][action="/book/groups"] button')
    await page.waitForURL('**/book/groups/*')
    await page.click('summary')
    await page.click('form[action$="/remove"] button')
    await page.waitForURL('**/book/groups?done=*')
    await page.click('.toast button')
    await page.waitForURL('**/book/history?done=*')
    await page.goto(`${server.origin}/book/groups`)
    assert.ok(await page.getByText('without scripts').isVisible())
    await page.goto(`${server.origin}/book/extensions`)
    await page.fill('main form[method=post] [name=number]', '540')
    await page.fill('main form[method=post] [name=name]', 'پذیرش')
    await page.getByText('Forwards', { exact: true }).click()
    await page.fill('[name="forward.busy"]', '541')
    await page.click('main form[method=post] button')
    await page.getByText('shown only once').waitFor()
    await page.getByRole('link', { name: 'To the extension' }).click()
    await page.waitForURL('**/book/extensions/*')
    assert.equal(await page.inputValue('[name="forward.busy"]'), '541')
    await page.goto(`${server.origin}/book/opt-outs`)
    await page.fill('[name=address]', '0912 555 0000')
    await page.click('main form[method=post] button')
    await page.getByText('Opt-out 09125550000 added').waitFor()
    await page.click('summary')
    await page.fill('[name=consent]', 'she called')
    await page.click('main form[action$="/remove"] button')
    await page.getByText('Nobody has opted out').waitFor()
    await context.close()
  })
})
