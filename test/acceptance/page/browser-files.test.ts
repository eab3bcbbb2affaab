import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { addPerson, password } from '../support/page.ts'
import { type Server, startServer } from '../support/server.ts'

describe('in a browser without scripts', { skip: withoutBrowser }, () => {
  let server: Server
  let browser: Browser
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  /** The bytes of what a link or a button saves. */
  async function saved(page: Page, place: string): Promise<Buffer> {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(place)])
    return readFileSync(await download.path())
  }

  it('numbers come in from a file and from what is pasted, lie in a folder, and go out as files', async () => {
    server = await startServer({ prepare: [['account', 'add', 'default']] })
    browser = await startBrowser()
    await addPerson(server, 'Sara', '--account', 'default')
    const page = await browser.newPage({ javaScriptEnabled: false, locale: 'en-GB', acceptDownloads: true })
    await page.goto(`${server.origin}/book/sign-in`)
    await page.fill('[name=name]', 'Sara')
    await page.fill('[name=password]', password)
    await page.click('main button')

    await page.click('nav >> text=Groups')
    await page.click('text=Import from a file')
    await page.fill('[name=group]', 'مشتریان')
    const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('phone,name\n0912111,Ali\nno,Bob\n') }
    await page.setInputFiles('[type=file]', file)
    await page.click('text=Show what would happen')
    await page.getByText('It has no digit.').waitFor()
    await page.click('text=Import the other 1 line')
    await page.waitForURL('**/book/imports/*?done=*')
    await page.getByRole('link', { name: 'مشتریان' }).click()
    await page.click('text=Import from a file')
    await page.fill('textarea', '0912111\n0912112')
    await page.click('text=Show what would happen')
    await page.click('main >> button:has-text("Import")')
    await page.waitForURL('**/book/imports/*?done=*')
    await page.getByRole('link', { name: 'مشتریان' }).click()
    assert.match((await saved(page, 'text=CSV')).toString(), /^\ufeffnumber,name,.*\r\n0912111,Ali,.*\r\n0912112,/)

    await page.click('nav >> text=Groups')
    await page.click('text=Folders')
    await page.fill('[name=name]', 'Clients')
    await page.click('button:has-text("New folder")')
    await page.fill('[name=group]', 'مشتریان')
    await page.click('button:has-text("Move")')
    await page.click('nav >> text=Groups')
    await page.selectOption('[name=folder]', { label: 'Clients' })
    await page.click('button:has-text("Find")')
    await page.getByLabel('Choose مشتریان').check()
    await page.selectOption('[name=format]', { label: 'JSON' })
    const exported = JSON.parse((await saved(page, 'text=Export the chosen ones')).toString()) as { number: string }[]
    assert.deepEqual(
      exported.map(({ number }) => number),
      ['0912111', '0912112'],
    )
  })
})
