// Writes the pictures of the page in docs/images. With a folder it takes every page there, in both languages, wide and narrow.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { pagePaths, password } from '../test/acceptance/support/page.ts'
import { startPlausible } from './plausible-book.ts'

const [all] = process.argv.slice(2)
const images = join(import.meta.dirname, '../docs/images')
const wide = { width: 1280, height: 720 }
const narrow = { width: 390, height: 800 }
const { server, line, paths, preview } = await startPlausible()

/** The pictures of docs/images. */
const pictures = [
  ['page-groups-en', 'en-GB', wide, '/book/groups'],
  ['page-group-fa', 'fa-IR', wide, '/book/groups/3'],
  ['page-search-fa', 'fa-IR', wide, '/book/?q=09127310458'],
  ['page-bulk-en', 'en-GB', wide, '/book/bulks/2'],
  ['page-history-fa', 'fa-IR', narrow, '/book/history'],
  ['page-forwards-en', 'en-GB', narrow, '/book/forwards?number=530&when=busy'],
] as const

/** A page in which somebody has signed in. */
async function open(browser: Browser, locale: string, viewport: typeof wide) {
  const context = await browser.newContext({ locale, viewport })
  const page = await context.newPage()
  await page.goto(`${server.origin}/book/sign-in`)
  await page.fill('[name=name]', 'Mina')
  await page.fill('[name=password]', password)
  await page.click('main button')
  await page.waitForURL('**/book/')
  return page
}

/** Takes every page. */
async function takeAll(browser: Browser, folder: string) {
  mkdirSync(folder, { recursive: true })
  for (const locale of ['en-GB', 'fa-IR']) {
    for (const viewport of [wide, narrow]) {
      const page = await open(browser, locale, viewport)
      for (const path of [...pagePaths, ...paths, preview]) {
        await page.goto(server.origin + path)
        const name = `${path.replaceAll(/\W+/g, '-')}-${locale.slice(0, 2)}-${viewport.width}.png`
        await page.screenshot({ path: join(folder, name.replace(/^-book-/, '')), fullPage: true })
      }
      await page.context().close()
    }
  }
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  if (all !== undefined) await takeAll(browser, all)
  else {
    mkdirSync(images, { recursive: true })
    for (const [picture, locale, viewport, path] of pictures) {
      const page = await open(browser, locale, viewport)
      await page.goto(server.origin + path)
      await page.getByText('The chart is being counted').waitFor({ state: 'hidden' })
      await page.screenshot({ path: join(images, `${picture}.png`) })
      await page.context().close()
    }
  }
} finally {
  await browser.close()
  await line.remove()
  await server.stop()
}
