import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startFilled } from '../support/filled-page.ts'
import { send } from '../support/http.ts'
import { addPerson, PageClient } from '../support/page.ts'

describe('on the page', () => {
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

  /** Undoes what a toast tells of. */
  const undo = async (location: string) => {
    const number = /done=(\d+)/.exec(location)?.[1] ?? assert.fail(`no toast at ${location}`)
    await admin.act('/book/history/undo', { number })
  }
  /** Sends a form whose answer shows something once. */
  const once = async (path: string, fields: Record<string, string> = {}) => {
    const { status, text } = await admin.post(path, { token: await admin.token(), ...fields })
    assert.equal(status, 200, text)
    return text
  }

  it('a contact is made, found, changed, put into a group, taken out with an undo, and removed', async () => {
    const fields = { name: 'Ali Karimi', number: '۰۹۱۲ 111 2233', email: 'ali@example.com', description: '' }
    const path = (await admin.act('/book/contacts', fields)).split('?')[0] ?? ''
    assert.ok((await admin.page('/book/contacts?q=karimi')).includes(`href="${path}"`))
    assert.ok(!(await admin.page('/book/contacts?q=nobody-here')).includes(path))
    await admin.act(path, { ...fields, name: 'Ali Rezaei' })
    await admin.act(`${path}/link`, { group: 'Customers' })
    const page = await admin.page(path)
    assert.match(page, /<h1><bdi>Ali Rezaei<\/bdi><\/h1>/)
    assert.ok(page.includes('09121112233') && page.includes('Groups that hold the number'))
    const group = /name="group" value="(\d+)"/.exec(page)?.[1] ?? assert.fail('it is in no group')
    await undo(await admin.act(`${path}/unlink`, { group }))
    await admin.page(path)
    await admin.act(`${path}/remove`)
    assert.equal((await admin.get(path)).status, 404)
  })

  it('contacts and opt-outs are paged by key', async () => {
    const rows = Array.from({ length: 51 }, (_, index) => `Paged ${index},0935000${String(index).padStart(4, '0')}\n`)
    await filled.line.write('people.csv', `name,number\n${rows.join('')}`)
    await filled.line.ok('contacts', 'import', 'people.csv', '--account', 'default')
    const page = await admin.page('/book/contacts?q=Paged')
    assert.ok(page.includes('Paged 49') && !page.includes('Paged 50'))
    const next = /href="(\/book\/contacts\?[^"]+)" rel="next"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    assert.ok((await admin.page(next)).includes('Paged 50'))
  })

  it('a person is closed, found in another spelling, and opened again with the consent', async () => {
    await admin.act('/book/opt-outs', { address: '0912 555 0000', channel: 'calls', reason: 'asked by mail' })
    const page = await admin.page('/book/opt-outs?q=%2B989125550000&channel=calls')
    assert.ok(page.includes('asked by mail') && page.includes('1 opt-out'))
    const id = /opt-outs\/(\d+)\/remove/.exec(page)?.[1]
    const consent = 'she called on Monday'
    await undo(await admin.act(`/book/opt-outs/${id}/remove`, { consent }))
    assert.ok((await admin.page('/book/history')).includes(consent))
    assert.ok((await admin.page('/book/opt-outs?q=09125550000')).includes('1 opt-out'))
  })

  it('an extension is made with a secret that is shown once, changed, and removed with an undo', async () => {
    const form = { whole: 'yes', number: '540', name: 'Front desk', active: 'yes', deny: '', permit: '' }
    const made = await once('/book/extensions', form)
    const secret = /<code dir="ltr">([^<]{20})<\/code>/.exec(made)?.[1] ?? assert.fail('no secret')
    const path = /href="(\/book\/extensions\/\d+)"/.exec(made)?.[1] ?? ''
    filled.server.audit.hide(secret)
    await admin.act(path, { ...form, name: 'Reception', 'forward.busy': '530', callRecord: 'yes', callLimit: '2' })
    const page = await admin.page(path)
    assert.match(
      page,
      /name="callRecord" value="yes" checked|checked[^>]*name="callRecord"|name="callRecord"[^>]*checked/,
    )
    assert.match(page, /name="forward.busy"[^>]* value="530"/)
    assert.ok(page.includes('No PBX') || page.includes('Reception'))
    const shown = JSON.parse(await filled.server.cli('extensions', 'show', '540', '--account', 'default', '--json'))
    assert.match(JSON.stringify(shown), /Reception/)
    assert.notEqual(/<code dir="ltr">([^<]+)/.exec(await once(`${path}/secret`))?.[1], secret)
    await undo(await admin.act(`${path}/remove`))
    assert.ok((await admin.page('/book/extensions?q=Reception')).includes('540'))
  })

  it('a call is followed step by step, and forward rules are set and removed', async () => {
    await admin.act('/book/forwards', { prefix: '0900', verdict: 'deny' })
    const page = await admin.page('/book/forwards?number=540&when=busy')
    assert.match(page, /<ol class="steps">.*540.*is busy.*forwards when busy to.*530.*Answered at/s)
    assert.ok(page.includes('0900…') && page.includes('denied'))
    await admin.act('/book/forwards/remove', { prefix: '0900' })
    assert.ok(!(await admin.page('/book/forwards')).includes('0900…'))
  })

  it('calls are listed, found by a party and by their end, and shown with their path', async () => {
    assert.ok((await admin.page('/book/calls?q=532&end=ANSWERED&way=local')).includes('/book/calls/1790000000.1'))
    assert.match(await admin.page('/book/calls?end=BUSY'), /No call was made/)
    const within = async (since: string, until: string) =>
      (await admin.page(`/book/calls?${new URLSearchParams({ since, until })}`)).includes('/book/calls/1790000000.1')
    assert.deepEqual(
      [
        await within('۱۴۰۵/۰۹/۰۷ ۱۲:۳۰', '2026-11-28 12:31'),
        await within('1405/09/07 12:31', ''),
        await within('', '1405/09/07 12:30'),
      ],
      [true, false, false],
    )
    assert.match(await admin.page('/book/calls?since=soon'), /value="soon".*id="wrong-since"/s)
    const call = await admin.page('/book/calls/1790000000.1')
    assert.match(call, /531.*→.*532.*forwarded.*530.*↔.*532.*1:00/s)
  })

  it('a campaign is started, paused, resumed, stopped, and tells what became of its numbers', async () => {
    for (const [turn, state] of [
      ['start', 'runs'],
      ['pause', 'paused'],
      ['resume', 'runs'],
      ['stop', 'stopped'],
    ] as const) {
      await admin.act(`/book/campaigns/1/${turn}`)
      assert.match(await admin.page('/book/campaigns/1'), new RegExp(`<span class="mark \\w+">${state}</span>`))
    }
    assert.equal((await admin.post('/book/campaigns/1/pause', { token: await admin.token() })).status, 409)
    assert.match(await admin.page('/book/campaigns/1'), /of 3 numbers are done/)
    assert.ok((await admin.page('/book/campaigns?state=stopped')).includes('/book/campaigns/1'))
    assert.match(await admin.page('/book/campaigns/1/report?run=1'), /No number was looked at yet/)
  })

  it('a group is written to, and every message tells its state', async () => {
    const fields = { group: 'Customers', sender: 'Shop', text: 'Good morning' }
    const path = (await admin.act('/book/bulks', fields)).split('?')[0] ?? ''
    for (;;) if ((await admin.page(path)).includes('>done</span>')) break
    assert.match(await admin.page(path), /3 of 3 numbers are done\. 100%/)
    for (;;) if ((await admin.page(path)).includes('<figure')) break
    const chart = /<figure class="chart">.*<\/figure>/s.exec(await admin.page(path))?.[0] ?? ''
    assert.match(chart, /<rect class="bar-good".*<th scope="col">Delivered<.*<td class="count">3<\/td><\/tr><\/tbody>/s)
    const list = await admin.page('/book/messages')
    const message = /\/book\/messages\/\d+/.exec(list)?.[0] ?? assert.fail('no message')
    assert.match(await admin.page(message), /Good morning/)
    assert.match(await admin.page('/book/messages?state=skipped'), /not allowed/)
    assert.equal((await admin.post(`${path}/cancel`, { token: await admin.token() })).status, 409)
  })

  it('a key is made that may only read, works, is disabled, and removed', async () => {
    const made = await once('/book/programs/keys', { kind: 'book', range: 'read' })
    const token = /<dt>Token<\/dt><dd><code dir="ltr">([^<]+)/.exec(made)?.[1] ?? assert.fail('no token')
    const headers = { Authorization: `Bearer ${token}` }
    const ask = async () => (await send(filled.server, { method: 'GET', path: '/book/api/v1/groups', headers })).status
    assert.equal(await ask(), 200)
    const page = await admin.page('/book/programs')
    assert.ok(page.includes('Groups: see') && !page.includes(token))
    const id = [...page.matchAll(/keys\/(\d+)\/disable/g)].at(-1)?.[1]
    await admin.act(`/book/programs/keys/${id}/disable`)
    assert.notEqual(await ask(), 200)
    await admin.act(`/book/programs/keys/${id}/enable`)
    assert.equal(await ask(), 200)
    await admin.act(`/book/programs/keys/${id}/remove`)
    for (const kind of ['simotel', 'lox24', 'checkmarket'])
      assert.match(await once('/book/programs/keys', { kind }), /<code/)
  })

  it('a webhook is added and told, and a delivery is sent again', async () => {
    await admin.act('/book/programs/webhooks', {
      dialect: 'simotel',
      url: 'http://127.0.0.1:9/hook',
      events: 'ping',
      format: 'g4',
    })
    await admin.act('/book/programs/ping')
    let page = ''
    do page = await admin.page('/book/programs')
    while (!/\d attempt/.test(page))
    const id = /deliveries\/(\d+)\/resend/.exec(page)?.[1] ?? assert.fail('no delivery')
    assert.equal(await admin.act(`/book/programs/deliveries/${id}/resend`), '/book/programs')
    const hooks = [...page.matchAll(/webhooks\/(\d+)\/remove/g)].map(([, hook]) => hook)
    await undo(await admin.act(`/book/programs/webhooks/${hooks.at(-1)}/remove`)).catch(() => undefined)
  })

  it('an owner makes accounts, invites people, resets and disables them, and sees the settings', async () => {
    const { server } = filled
    const owner = await addPerson(server, 'Olga', '--role', 'owner')
    const invite = async (path: string, fields: Record<string, string>) => {
      const { status, text } = await owner.post(path, { token: await owner.token(), ...fields })
      assert.equal(status, 200, text)
      return /<pre tabindex="0">([^<]+)/.exec(text)?.[1] ?? assert.fail('no link')
    }
    await owner.act('/book/server/accounts', { name: 'branch' })
    await owner.act('/book/server/accounts/state', { name: 'branch', to: 'off' })
    const page = await owner.page('/book/server')
    const account = /<option value="(\d+)">branch</.exec(page)?.[1] ?? assert.fail('no account')
    assert.ok(page.includes('message.routes') && page.includes('Version of dialbook') && page.includes('disabled'))
    const link = await invite('/book/server/people', { name: 'Nima', role: 'reader', account })
    const nima = new PageClient(server)
    assert.equal((await nima.join(link, '')).status, 303)
    const again = await invite('/book/server/people/reset', { name: 'Nima' })
    assert.equal((await nima.get('/book/')).headers.location, '/book/sign-in')
    assert.equal((await nima.join(again, '')).status, 303)
    await owner.act('/book/server/people/state', { name: 'Nima', to: 'off' })
    assert.equal((await nima.get('/book/')).headers.location, '/book/sign-in')
  })

  it('an owner lifts the block of an address', async () => {
    const { server } = filled
    const headers = { 'X-LOX24-AUTH-TOKEN': '1234567:wrong' }
    for (let count = 0; count < 6; count++) await send(server, { method: 'GET', path: '/groups', headers })
    const owner = await addPerson(server, 'Parisa', '--role', 'owner')
    let address: string | undefined
    do address = /name="address" value="([^"]+)"/.exec(await owner.page('/book/server'))?.[1]
    while (address === undefined)
    await owner.act('/book/server/blocks/lift', { address })
    assert.match(await owner.page('/book/server'), /No address is blocked/)
  })

  it('a refusal is told in the language of the page', async () => {
    await admin.post('/book/language', { to: 'fa' })
    const token = await admin.token()
    const contact = await admin.post('/book/contacts', { token, name: 'x', number: 'no number' })
    assert.match(contact.text, /یکی از مقدارها درست نیست.*ایراد از شماره است/s)
    const taken = await admin.post('/book/opt-outs', { token, address: '09121112235', channel: 'all' })
    assert.match(taken.text, /این شماره پیش‌تر ثبت شده است/)
    await admin.post('/book/language', { to: 'en' })
  })
})
