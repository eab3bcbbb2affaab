import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addPerson, type PageClient } from '../support/page.ts'
import { startServer } from '../support/server.ts'

const server = await startServer({
  prepare: [
    ['account', 'add', 'default'],
    ['account', 'add', 'other'],
  ],
})
after(() => server.stop())
const admin = await addPerson(server, 'Sara', '--account', 'default')
const reader = await addPerson(server, 'Reza', '--account', 'default', '--role', 'reader')
const stranger = await addPerson(server, 'Mina', '--account', 'other')
const nasty = `<img src=x onerror=alert(1)> "'&\u202Eevil`

async function newGroup(name: string, lines = ''): Promise<string> {
  const path = (await admin.act('/book/groups', { name, description: 'as a test' })).split('?')[0] ?? ''
  if (lines !== '') await admin.act(`${path}/entries`, { lines })
  return path
}

/** Undoes what a toast tells of. */
async function undo(client: PageClient, location: string): Promise<void> {
  const number = /done=(\d+)/.exec(location)?.[1] ?? assert.fail(`no toast at ${location}`)
  assert.match(await client.page(location), /class="toast" role="status"/)
  await client.act('/book/history/undo', { number })
}

test('a group is made, filled from a spreadsheet, changed, removed, and brought back', async () => {
  const path = await newGroup('Customers', '۰۹۱۲ 111 2233\tSara\tTehran\n\n*43#\r\n+982188776655')
  let page = await admin.page(path)
  for (const shown of ['09121112233', 'Sara', 'Tehran', '*43#', '+982188776655', '3 numbers']) {
    assert.ok(page.includes(shown), shown)
  }
  const entry = /entries\/(\d+)"/.exec(page)?.[1]
  await admin.act(`${path}/entries/${entry}`, { phone: '0935 000 0000', a: 'Reza', b: '' })
  page = await admin.page(path)
  assert.ok(page.includes('09350000000') && page.includes('Reza') && !page.includes('>Tehran<'))
  await undo(admin, await admin.act(`${path}/entries/${entry}/remove`))
  assert.ok((await admin.page(path)).includes('09350000000'))
  await admin.act(path, { name: 'Clients', description: '', a: 'Name' })
  page = await admin.page(path)
  assert.ok(page.includes('<h1><bdi>Clients</bdi></h1>') && page.includes('Name') && !page.includes('as a test'))
  const gone = await admin.act(`${path}/remove`)
  assert.equal((await admin.get(path)).status, 404)
  await undo(admin, gone)
  assert.ok((await admin.page(path)).includes('09350000000'))
})

test('wrong lines are shown with their places, and nothing is taken', async () => {
  const path = await newGroup('half wrong')
  const fields = {
    token: await admin.token(),
    form: 'entries',
    lines: '0912 111 2233\nno number\n0912 111 2234 / 0912 111 2235',
  }
  const { status, text } = await admin.post(`${path}/entries`, fields)
  assert.equal(status, 422)
  assert.ok(text.includes('2 lines were') && text.includes('Line 2: no number') && text.includes('Line 3'))
  assert.ok((await admin.page(path)).includes('no number'))
})

test('groups are searched, ordered, and paged', async () => {
  for (let index = 0; index < 52; index++) await newGroup(`page ${String(index).padStart(2, '0')}`)
  const first = await admin.page('/book/groups?q=page&order=name')
  assert.ok(first.includes('page 00') && first.includes('page 49') && !first.includes('page 50'))
  const next = /href="(\/book\/groups\?[^"]+)" rel="next"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const second = await admin.page(next)
  assert.ok(second.includes('page 50') && !second.includes('page 49'))
  assert.match(await admin.page('/book/groups?q=nothing-like-it'), /No name has/)
})

test('texts that people store are shown as they are, everywhere', async () => {
  const path = await newGroup(nasty, `09127770000\t${nasty}`)
  for (const where of [
    path,
    '/book/groups',
    '/book/history',
    '/book/?q=09127770000',
    `/book/?q=${encodeURIComponent(nasty)}`,
  ]) {
    const page = await admin.page(where)
    assert.ok(!page.includes('<img'), where)
    assert.ok(page.includes('<bdi>&lt;img src=x onerror=alert(1)&gt; &quot;&#39;&amp;\u202Eevil</bdi>'), where)
  }
})

test('the search finds a number in any spelling, a name, and says whether it may be contacted', async () => {
  await newGroup('Hall of fame', '09126660000')
  await server.cli('optout', 'add', '09126660000', '--channel', 'calls', '--account', 'default')
  const page = await admin.page(`/book/?q=${encodeURIComponent('۰۹۱۲-۶۶۶ 0000')}`)
  assert.ok(page.includes('Hall of fame') && page.includes('no: opted out'))
  assert.ok((await admin.page('/book/?q=hall+of')).includes('Hall of fame'))
  assert.match(await admin.page('/book/?q=qwertz'), /Nothing matches/)
})

test('a reader sees all and changes nothing', async () => {
  const path = await newGroup('read only', '09125550000')
  const page = await reader.page(path)
  assert.ok(page.includes('09125550000'))
  const forms = [...page.matchAll(/<form method="post" action="([^"]+)"/g)].map(([, action]) => action)
  assert.deepEqual(forms, ['/book/language'])
  assert.doesNotMatch(await reader.page('/book/history'), /history\/undo/)
  const token = await reader.token()
  for (const [action, fields] of [
    ['/book/groups', { name: 'x' }],
    [path, { name: 'x' }],
    [`${path}/remove`, {}],
    [`${path}/entries`, { lines: '09121112233' }],
    ['/book/history/undo', { number: '1' }],
  ] as const) {
    assert.equal((await reader.post(action, { token, ...fields })).status, 403, action)
  }
})

test('another account is not there: its groups, its entries, its changes', async () => {
  const path = await newGroup('ours', '09124440000')
  const entry = /entries\/(\d+)"/.exec(await admin.page(path))?.[1]
  const [own] = JSON.parse(await server.cli('changes', 'list', '--json')) as { number: number }[]
  assert.equal((await stranger.get(path)).status, 404)
  assert.doesNotMatch(await stranger.page('/book/groups'), /ours/)
  assert.doesNotMatch(await stranger.page('/book/?q=09124440000'), /ours/)
  assert.doesNotMatch(await stranger.page('/book/history'), /ours/)
  const token = await stranger.token()
  for (const [action, fields] of [
    [path, { name: 'theirs' }],
    [`${path}/remove`, {}],
    [`${path}/entries`, { lines: '09121112233' }],
    [`${path}/entries/${entry}`, { phone: '1' }],
    [`${path}/entries/${entry}/remove`, {}],
    ['/book/history/undo', { number: String(own?.number) }],
  ] as const) {
    assert.equal((await stranger.post(action, { token, ...fields })).status, 404, action)
  }
  assert.ok((await admin.page(path)).includes('09124440000'))
})

test('nonsense in addresses and forms is refused, not a fault', async () => {
  const path = await newGroup('steady')
  for (const where of [
    '/book/groups/x',
    '/book/groups/-1',
    '/book/groups/999999999999999',
    '/book/groups/999999999999999999',
    '/book/groups/1e99',
  ]) {
    assert.equal((await admin.get(where)).status, 404, where)
  }
  for (const where of [
    '/book/groups?after=x&order=y',
    `${path}?page=x`,
    `${path}?page=1e9`,
    '/book/history?until=x&before=x',
    `${path}?page=999999999999999`,
    '/book/?done=999999999999999',
    '/book/?done=x',
  ]) {
    await admin.page(where)
  }
  assert.equal((await admin.get('/book/groups?after=999999999999999')).status, 422)
  const token = await admin.token()
  for (const fields of [{ name: '' }, { name: 'x'.repeat(256) }, { name: 'x', description: 'y'.repeat(1001) }]) {
    assert.equal((await admin.post('/book/groups', { token, ...fields })).status, 422)
  }
  const json = await admin.post('/book/groups', { token }, { 'Content-Type': 'application/json' })
  assert.ok(json.status >= 400 && json.status < 500)
})

test('a group gets a planned deletion, which is entered in either calendar', async () => {
  const path = await newGroup('Until spring')
  const planned = async () => {
    const shown = JSON.parse(await server.cli('groups', 'show', 'Until spring', '--account', 'default', '--json'))
    return shown.plannedDeletion as string | null
  }
  const form = { form: 'group', name: 'Until spring', description: '' }
  await admin.act(path, { ...form, plannedDeletionAt: '۱۴۹۹/۱۲/۲۹ ۲۳:۳۰' })
  assert.match((await planned()) ?? '', /^2121-03-20T20:00:00/)
  assert.match(await admin.page(path), /value="2121-03-20 23:30"/)
  const refused = await admin.post(path, { token: await admin.token(), ...form, plannedDeletionAt: '1404/12/30' })
  assert.equal(refused.status, 422)
  assert.match(
    refused.text,
    /id="wrong-plannedDeletionAt".*value="Until spring"|value="Until spring".*id="wrong-plannedDeletionAt"/s,
  )
  await admin.act(path, form)
  assert.notEqual(await planned(), null)
  await admin.act(path, { ...form, plannedDeletionAt: '' })
  assert.equal(await planned(), null)
  const nameless = await admin.post('/book/groups', { token: await admin.token(), form: 'new group', name: '' })
  assert.match(nameless.text, /id="wrong-name"/)
})
