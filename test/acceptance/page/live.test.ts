import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { startFilled } from '../support/filled-page.ts'
import { addPerson, follow, PageClient, password } from '../support/page.ts'

const paths = [
  '/campaigns',
  '/campaigns/1',
  '/bulks',
  '/bulks/1',
  '/messages',
  '/calls',
  '/calls/now',
  '/extensions',
  '/extensions/1',
]

describe('a page that changes by itself', () => {
  let filled: Awaited<ReturnType<typeof startFilled>>
  let admin: PageClient
  before(async () => {
    filled = await startFilled('Customers')
    admin = await addPerson(filled.server, 'Sara', '--account', 'default')
  })
  after(async () => {
    await filled.line.remove()
    await filled.server.stop()
  })

  it('sends each of its parts as the page has it, to those who see the page', async () => {
    const reader = await addPerson(filled.server, 'Reza', '--account', 'default', '--role', 'reader')
    for (const path of paths) {
      const page = await admin.page(`/book${path}`)
      const address = /data-live="([^"]+)"/.exec(page)?.[1] ?? assert.fail(`no part at ${path}`)
      assert.equal(address, `/book/live${path}`)
      const stream = await follow(admin, address)
      assert.equal(stream.status, 200)
      assert.equal(stream.headers['content-type'], 'text/event-stream')
      assert.equal(stream.headers['cache-control'], 'no-store')
      assert.match(String(stream.headers['content-security-policy']), /default-src 'none'.*connect-src 'self'/)
      await stream.until(/event: part\n(data: .*\n)+\n/)
      assert.ok(!stream.text().includes(await admin.token()), 'a token went to all')
      const shown =
        stream
          .text()
          .split('event: part\n')[1]
          ?.split('\n\n')[0]
          ?.replaceAll(/^data: /gm, '') ?? ''
      assert.ok(page.replaceAll(await admin.token(), '').includes(shown), `${path}: ${shown}`)
      stream.close()
      const read = await follow(reader, address)
      await read.until(/event: part/)
      assert.ok(!read.text().includes('<button'), 'a reader has buttons')
      read.close()
    }
  })

  it('sends nothing to strangers, and of nothing that is not there', async () => {
    const stranger = await addPerson(filled.server, 'Omid', '--account', 'other')
    for (const path of paths) {
      const nobody = await follow(new PageClient(filled.server), `/book/live${path}`)
      assert.equal(nobody.status, 403)
      if (path.endsWith('/1')) assert.equal((await follow(stranger, `/book/live${path}`)).status, 404)
    }
    assert.equal((await follow(admin, '/book/live/campaigns/999')).status, 404)
    assert.equal((await follow(admin, '/book/live/nothing')).status, 404)
  })

  it('ends with the session, and with what it shows', async () => {
    const guest = await addPerson(filled.server, 'Guest', '--account', 'default')
    const one = await follow(guest, '/book/live/campaigns')
    const other = await follow(admin, '/book/live/campaigns')
    await Promise.all([one.until(/event: part/), other.until(/event: part/)])
    await filled.server.cli('person', 'disable', 'Guest')
    await one.ended
    assert.match(one.text(), /event: gone/)
    await filled.server.cli('campaign', 'add', 'Short', '--trunk-manager', 'day', '--account', 'default')
    await other.until(/Short/)
    assert.ok(!other.text().includes('event: gone'))
    const id = /campaigns\/(\d+)"><bdi>Short/.exec(other.text())?.[1]
    const shown = await follow(admin, `/book/live/campaigns/${id}`)
    await shown.until(/event: part/)
    await admin.act(`/book/campaigns/${id}/remove`)
    await shown.ended
    assert.match(shown.text(), /event: gone/)
    other.close()
  })

  it('of one session only so many are open at once', async () => {
    const person = await addPerson(filled.server, 'Many', '--account', 'default')
    const first = await follow(person, '/book/live/calls')
    const more = await Promise.all(Array.from({ length: 12 }, () => follow(person, '/book/live/messages')))
    await first.ended
    for (const each of more) each.close()
  })

  it('ends at once when the server stops', async () => {
    const own = await startFilled('Customers', { DIALBOOK_SHUTDOWN_TIMEOUT: '3600' })
    const person = await addPerson(own.server, 'Sara', '--account', 'default')
    const stream = await follow(person, '/book/live/calls')
    await stream.until(/event: part/)
    await own.line.remove()
    await own.server.stop()
    await stream.ended
  })

  it('in a browser shows what others do, and keeps the cursor and the buttons', { skip: withoutBrowser }, async (t) => {
    const browser = await startBrowser()
    t.after(() => browser.close())
    const page = await browser.newPage({ locale: 'en-GB' })
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(`${filled.server.origin}/book/sign-in`)
    await page.fill('[name=name]', 'Sara')
    await page.fill('[name=password]', password)
    await page.click('main button')
    await page.waitForURL('**/book/')
    await page.goto(`${filled.server.origin}/book/campaigns/1`)
    await page.evaluate("window.isTheSame = true; document.querySelector('[data-live] button').focus()")
    await filled.server.cli('campaign', 'start', '1', '--account', 'default')
    await page.locator('.mark', { hasText: 'runs' }).waitFor()
    assert.equal(await page.evaluate("document.activeElement?.closest('[data-live]') !== null"), true)
    await filled.server.cli('campaign', 'pause', '1', '--account', 'default')
    await page.locator('.mark', { hasText: 'paused' }).waitFor()
    assert.equal(await page.evaluate('window.isTheSame'), true)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.waitForURL('**/book/campaigns/1?done=*')
    await page.locator('.mark', { hasText: 'runs' }).waitFor()
    await page.goto(`${filled.server.origin}/book/extensions`)
    await filled.server.cli('extensions', 'add', '577', '--name', 'New here', '--account', 'default')
    await page.getByText('New here').waitFor()
    assert.deepEqual(errors, [])
    await filled.server.cli('person', 'disable', 'Sara')
    await page.waitForURL('**/book/sign-in')
    await filled.server.cli('person', 'enable', 'Sara')
  })
})
