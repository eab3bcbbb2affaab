import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { violationsOf } from '../support/axe.ts'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { startFilled } from '../support/filled-page.ts'
import { addPerson, furnished, pagePaths, password } from '../support/page.ts'

/** The names of fields that stand behind the file of their form. */
const fieldsBehindFiles =
  "[...document.querySelectorAll('[type=file] ~ *, label:has([type=file]) ~ *')].flatMap((each) => [each, ...each.querySelectorAll('*')].map(({ name }) => name).filter(Boolean))"

describe('in a browser', { skip: withoutBrowser }, () => {
  it('every page is open to all, in both languages, dark and light, and fits into 390 pixels', async (t) => {
    const { server, line } = await startFilled('Customers')
    t.after(() => server.stop())
    t.after(() => line.remove())
    const browser = await startBrowser()
    t.after(() => browser.close())
    const paths = [...pagePaths, ...(await furnished(await addPerson(server, 'Mina', '--role', 'owner')))]
    for (const locale of ['en-GB', 'fa-IR']) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ locale, colorScheme, viewport: { width: 390, height: 800 } })
        const page = await context.newPage()
        await page.goto(`${server.origin}/book/sign-in`)
        const found = await violationsOf(page)
        await page.fill('[name=name]', 'Mina')
        await page.fill('[name=password]', password)
        await page.click('main button')
        await page.waitForURL('**/book/')
        assert.equal(await page.getAttribute('html', 'dir'), locale === 'fa-IR' ? 'rtl' : 'ltr')
        // The colours are the same on all pages, so that two of them are enough the other way round.
        const pages = (locale === 'fa-IR') === (colorScheme === 'dark') ? paths : ['/book/groups/1', '/book/programs']
        for (const path of pages) {
          await page.goto(server.origin + path)
          await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
          found.push(...(await violationsOf(page)))
          const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
          assert.ok(Number(over) <= 0, `${path} is ${over} pixels too wide`)
          assert.deepEqual(await page.evaluate(fieldsBehindFiles), [], `${path}: fields behind a file are not received`)
        }
        assert.deepEqual(found, [])
        await context.close()
      }
    }
  })
})
