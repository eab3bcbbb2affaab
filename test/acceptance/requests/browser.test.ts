import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { violationsOf } from '../support/axe.ts'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { Lox24Client, startLox24 } from '../support/lox24.ts'
import { addPerson, password } from '../support/page.ts'

describe('the pages of requests in a browser', { skip: withoutBrowser }, () => {
  it('are open to all, in both languages, and fit into 390 pixels', async (t) => {
    const server = await startLox24()
    t.after(() => server.stop())
    const owner = await addPerson(server, 'Mina', '--role', 'owner')
    await owner.act('/book/requests/bodies', { state: 'on' })
    const lox24 = new Lox24Client(server)
    await lox24.ok(201, 'POST', '/groups', { name: 'Customers', description: 'x'.repeat(100) })
    await lox24.call('GET', '/groups/4711?name=a%20rather%20long%20question%20for%20a%20narrow%20page')
    await lox24.call('GET', '/groups', undefined, { 'X-LOX24-AUTH-TOKEN': '1:wrong-one' })
    const made = /\/book\/requests\/[0-9a-f]{32}/.exec(await owner.page('/book/requests?status=2'))?.[0] ?? ''
    const browser = await startBrowser()
    t.after(() => browser.close())
    for (const [locale, colorScheme] of [
      ['en-GB', 'light'],
      ['fa-IR', 'dark'],
    ] as const) {
      const context = await browser.newContext({ locale, colorScheme, viewport: { width: 390, height: 800 } })
      const page = await context.newPage()
      await page.goto(`${server.origin}/book/sign-in`)
      await page.fill('[name=name]', 'Mina')
      await page.fill('[name=password]', password)
      await page.click('main button')
      await page.waitForURL('**/book/')
      for (const path of ['/book/requests', '/book/requests?of=unknown', made]) {
        await page.goto(server.origin + path)
        assert.deepEqual(await violationsOf(page), [])
        const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        assert.ok(Number(over) <= 0, `${path} is ${over} pixels too wide`)
        if (process.env.SHOTS) {
          const file = `${process.env.SHOTS}/${locale}-${path.replace(/\W/g, '_').slice(0, 30)}`
          await page.screenshot({ path: `${file}-390.png`, fullPage: true })
          await page.setViewportSize({ width: 1280, height: 800 })
          await page.screenshot({ path: `${file}-1280.png`, fullPage: true })
          await page.setViewportSize({ width: 390, height: 800 })
        }
      }
      await context.close()
    }
  })
})
