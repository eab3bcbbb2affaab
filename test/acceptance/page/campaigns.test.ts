import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { startFilled } from '../support/filled-page.ts'
import { addPerson, type PageClient, password } from '../support/page.ts'

/** The fields of a whole form, as a browser sends them. */
const usual = {
  ...{ form: 'campaign', name: 'Autumn', groups: '', numbers: '', trunkManager: '1', sound: '', text: '' },
  ...{ optOutDigit: '', digits: '0', start: '', end: '', tries: '1', pause: '10', ringTime: '30', longest: '10' },
  description: '',
}

describe('campaigns on the page', () => {
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
  const shown = async (id: number | string) =>
    JSON.parse(await filled.server.cli('campaign', 'show', String(id), '--account', 'default', '--json')).campaign
  const make = async (fields: Record<string, string>) => {
    const path = await admin.act('/book/campaigns', { ...usual, ...fields })
    return /\d+/.exec(path)?.[0] ?? assert.fail(path)
  }
  const refused = async (fields: Record<string, string>, client = admin) => {
    const { status, text } = await client.post('/book/campaigns', { token: await client.token(), ...usual, ...fields })
    assert.equal(status, 422, text)
    return text
  }

  it('one is made of all that the form has, in the digits of either script, and changed', async () => {
    await filled.line.write('two.csv', '09120000001\n')
    await filled.line.ok('import', 'two.csv', '--group', 'Others', '--create', '--account', 'default')
    const id = await make({
      ...{ group: '1', groups: ' Others \r\n', numbers: '۰۹۱۲۰۰۰۰۰۰۲، 0912 000 0003', text: '530', optOutDigit: '9' },
      ...{ digits: '۲', start: '۱۴۰۵/۱۰/۰۱ ۰۹:۰۰', end: '2026-12-22 20:00', tries: '۳', pause: '7.5', ringTime: '20' },
      ...{ longest: '2', description: 'by the page' },
    })
    const { groups, ...made } = await shown(id)
    assert.deepEqual(
      [groups.length, made.ownNumbers, made.context, made.text, made.optOutDigit, made.digits, made.description],
      [2, 2, 'main_routing', '530', '9', 2, 'by the page'],
    )
    assert.deepEqual(
      [made.start, made.end, made.tries, made.pause, made.ringTime, made.longest],
      ['2026-12-22T05:30:00.000Z', '2026-12-22T16:30:00.000Z', 3, 450, 20, 120],
    )
    const page = await admin.page(`/book/campaigns/${id}`)
    for (const value of ['2026-12-22 09:00', '7.5', 'by the page']) assert.ok(page.includes(`value="${value}"`), value)
    assert.match(page, /The campaign has 2 numbers of its own/)
    await admin.act(`/book/campaigns/${id}`, { ...usual, name: 'Winter', group: '1' })
    const changed = await shown(id)
    assert.deepEqual(
      [changed.name, changed.groups.length, changed.ownNumbers, changed.context, changed.start, changed.optOutDigit],
      ['Winter', 1, 2, '', null, null],
    )
    const gone = await admin.act(`/book/campaigns/${id}/remove`)
    await admin.act('/book/history/undo', { number: /done=(\d+)/.exec(gone)?.[1] ?? '' })
    assert.equal((await shown(id)).name, 'Winter')
  })

  it('keeps the way of an answered call that only the command line can give', async () => {
    await filled.line.ok('campaign', 'set', '1', '--context', 'my_menu', '--text', '7', '--account', 'default')
    assert.match(await admin.page('/book/campaigns/1'), /goes to my_menu 7/)
    await admin.act('/book/campaigns/1', { ...usual, name: 'Customers', group: '1' })
    assert.equal((await shown(1)).context, 'my_menu')
  })

  it('what is wrong stands at its field, beside all that was sent', async () => {
    for (const [field, value] of [
      ...[
        ['name', ''],
        ['name', 'x'.repeat(256)],
        ['groups', 'No such group'],
        ['numbers', '0912 111\nnobody'],
      ],
      ...[
        ['text', 'a b'],
        ['digits', '21'],
        ['digits', ''],
        ['tries', '0'],
        ['tries', '101'],
        ['pause', 'soon'],
      ],
      ...[
        ['ringTime', '121'],
        ['longest', '0'],
        ['longest', '241'],
        ['start', 'tomorrow'],
        ['start', '1404/12/30'],
      ],
      ...[
        ['end', '2026-13-01'],
        ['sound', '77'],
        ['trunkManager', '9'],
        ['description', 'x'.repeat(1001)],
      ],
    ] as [keyof typeof usual, string][]) {
      const text = await refused({ group: '1', text: '530', [field]: value })
      assert.match(
        text,
        new RegExp(`name="${field}"[^>]* aria-invalid="true" aria-describedby="wrong-${field}"`),
        field,
      )
      assert.ok(text.includes(`id="wrong-${field}"`), field)
      if (field !== 'name') assert.ok(text.includes('value="Autumn"') && text.includes('value="1" checked'), field)
    }
    assert.match(await refused({ start: '2026-12-02 10:00', end: '2026-12-02 10:00' }), /id="wrong-end"/)
    await admin.post('/book/language', { to: 'fa' })
    assert.match(await refused({ tries: '0' }), /باید عددی درست از ۱ تا ۱۰۰ باشد/)
    assert.ok(!(await refused({ trunkManager: '9' })).includes('there is no'))
    await admin.post('/book/language', { to: 'en' })
  })

  it('a reader makes none, and nobody calls groups or lines of another account', async () => {
    const reader = await addPerson(filled.server, 'Reza', '--account', 'default', '--role', 'reader')
    assert.equal((await reader.get('/book/campaigns/new')).status, 403)
    const form = { token: await reader.token(), ...usual }
    for (const path of ['/book/campaigns', '/book/campaigns/1', '/book/campaigns/1/remove', '/book/lines'])
      assert.equal((await reader.post(path, { ...form, title: 'x', capacity: '1', interval: '1' })).status, 403, path)
    const stranger = await addPerson(filled.server, 'Omid', '--account', 'other')
    assert.match(await stranger.page('/book/campaigns/new'), /there is none yet/)
    assert.match(await refused({ group: '1' }, stranger), /there is no/)
    assert.equal((await stranger.get('/book/campaigns/1/report.csv')).status, 404)
  })

  it('a line is made with its hours, changed, and kept while a campaign calls by it', async () => {
    const line = {
      title: 'Evening',
      trunk: 'provider',
      capacity: '۱۲',
      interval: '0.5',
      active: 'yes',
      day6: '۹:۰۰-۱۳, 16:00–20:30',
    }
    await admin.act('/book/lines', line)
    const manager = async () => {
      const all = JSON.parse(await filled.server.cli('trunk-manager', 'list', '--account', 'default', '--json'))
      return all.trunkManagers.find(({ title }: { title: string }) => title.startsWith('Evening'))
    }
    const { capacity, interval, hours } = await manager()
    assert.deepEqual([capacity, interval], [12, 0.5])
    assert.match(JSON.stringify(hours), /sat 09:00-13:00,16:00-20:30/)
    assert.match(await admin.page('/book/lines'), /Saturday <bdi dir="ltr">09:00-13:00, 16:00-20:30/)
    const id = /lines\/(\d+)"[^>]*>(?:(?!<form).)*value="Evening"/.exec(await admin.page('/book/lines'))?.[1] ?? '2'
    await admin.act(`/book/lines/${id}`, { ...line, title: 'Evening 2', day6: '', active: '' })
    assert.equal((await manager()).hours, 'always')
    for (const [field, value] of [
      ...[
        ['title', ''],
        ['title', 'day'],
        ['trunk', 'none'],
        ['capacity', '0'],
        ['interval', 'x'],
        ['day6', '13-9'],
      ],
    ] as [string, string][]) {
      const { status, text } = await admin.post('/book/lines', {
        token: await admin.token(),
        form: 'line',
        ...line,
        [field]: value,
      })
      assert.equal(status, 422)
      assert.ok(text.includes(`id="wrong-${field}"`), `${field} ${text}`)
    }
    await admin.act(`/book/lines/${id}/remove`)
    assert.equal((await admin.post('/book/lines/1/remove', { token: await admin.token() })).status, 409)
  })

  it('the report is saved as a file', async () => {
    const answer = await admin.get('/book/campaigns/1/report.csv?run=1&outcome=busy')
    assert.equal(answer.status, 200)
    assert.match(answer.headers['content-disposition'] ?? '', /attachment; filename\*=UTF-8''campaign-1-1\.csv/)
    assert.match(answer.text, /number,run,reason/)
  })

  it('in a browser without scripts one is made from its group', { skip: withoutBrowser }, async (t) => {
    const browser = await startBrowser()
    t.after(() => browser.close())
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'fa-IR' })
    const page = await context.newPage()
    await page.goto(`${filled.server.origin}/book/sign-in`)
    await page.fill('[name=name]', 'Sara')
    await page.fill('[name=password]', password)
    await page.click('main button')
    await page.goto(`${filled.server.origin}/book/groups/1`)
    await page.getByRole('link', { name: 'تماس با این گروه' }).click()
    await page.fill('[name=name]', 'کمپین پاییز')
    await page.fill('[name=start]', '۱۴۰۴/۱۲/۳۰ ۱۰:۰۰')
    await page.getByRole('button', { name: 'ساختن کمپین' }).click()
    await page.locator('#wrong-start').waitFor()
    assert.equal(await page.inputValue('[name=name]'), 'کمپین پاییز')
    assert.equal(await page.isChecked('[name=group][value="1"]'), true)
    await page.fill('[name=start]', '۱۴۰۵/۱۲/۲۰ ۱۰:۰۰')
    await page.getByRole('button', { name: 'ساختن کمپین' }).click()
    await page.waitForURL('**/book/campaigns/*?done=*')
    for (const [button, mark] of [
      ['آغاز', 'در حال اجرا'],
      ['مکث', 'در مکث'],
      ['ادامه', 'در حال اجرا'],
      ['توقف', 'متوقف‌شده'],
    ]) {
      await page.locator('main form button', { hasText: new RegExp(`^${button}$`) }).click()
      await page.locator('.mark', { hasText: mark ?? '' }).waitFor()
    }
  })
})
