import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, it } from 'node:test'
import { chromium, type Page } from 'playwright-core'
import { isFastRun } from '../../fast-run.ts'
import { hasProgram } from '../../has-program.ts'
import { addPerson, password } from '../support/page.ts'
import { startServer } from '../support/server.ts'

const program = 'chromium'
const skip =
  (isFastRun && 'a fast run needs no browser') || (!hasProgram(program) && `install ${program}: there is no browser`)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** What axe finds wrong with a page. */
async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = (await page.evaluate(`(() => { ${axe}; return axe.run() })()`)) as { violations: Violation[] }
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

describe('in a browser', { skip }, () => {
  it('every page is open to all, in both languages, dark and light, and fits into 390 pixels', async (t) => {
    const server = await startServer()
    t.after(() => server.stop())
    const browser = await chromium.launch({ executablePath: `/usr/bin/${program}`, args: ['--no-sandbox'] })
    t.after(() => browser.close())
    const client = await addPerson(server, 'Mina')
    const all = ['/book/', '/book/?q=09121112233', '/book/groups', '/book/history', '/book/me']
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
        const list = await client.page('/book/groups')
        const group = /href="(\/book\/groups\/\d+)"/.exec(list)?.[1] ?? assert.fail('no group')
        // The colours are the same on all pages, so that one of them is enough the other way round.
        const pages = (locale === 'fa-IR') === (colorScheme === 'dark') ? all : []
        for (const path of [...pages, group]) {
          await page.goto(server.origin + path)
          found.push(...(await violationsOf(page)))
          const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
          assert.ok(Number(over) <= 0, `${path} is ${over} pixels too wide`)
        }
        assert.deepEqual(found, [])
        await context.close()
      }
    }
  })
})
