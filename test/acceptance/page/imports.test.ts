import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { send } from '../support/http.ts'
import { multipart, multipartType } from '../support/multipart.ts'
import { addPerson, type PageClient } from '../support/page.ts'
import { startServer } from '../support/server.ts'

const server = await startServer({
  prepare: [
    ['account', 'add', 'default'],
    ['account', 'add', 'other'],
    ['account', 'set', 'default', '--country', 'IR'],
  ],
  args: ['--body-limit', String(3 * 1024 * 1024)],
})
after(() => server.stop())
const admin = await addPerson(server, 'Sara', '--account', 'default')
const reader = await addPerson(server, 'Reza', '--account', 'default', '--role', 'reader')
const stranger = await addPerson(server, 'Mina', '--account', 'other')

const people =
  'phone,name,city\n0912 111 2233,Ali,Tehran\nnobody,<b>,\n+98 912 111 2234,Ada,\n09121112233,Ali,\n09121112235,Bob,\n'

async function preview(
  fields: Readonly<Record<string, string>>,
  content: string | Buffer = '',
  filename = content === '' ? '' : 'people.csv',
): Promise<string> {
  const answer = await admin.postFile('/book/imports', { form: 'import', ...fields }, { content, filename })
  assert.equal(answer.status, 303, answer.text)
  return answer.headers.location ?? ''
}

/** The figures of an import, by what they count. */
async function countsAt(path: string): Promise<Record<string, number>> {
  const rows = (await admin.page(path)).matchAll(/<th scope="row">([^<]+)<\/th><td class="count">([\d,]+)</g)
  return Object.fromEntries([...rows].map(([, label, count]) => [label, Number(count?.replaceAll(',', ''))]))
}

async function numbersOf(name: string): Promise<string[]> {
  const text = await server.cli('export', 'groups', '--group', name, '--account', 'default', '--format', 'json')
  return (JSON.parse(text) as { number: string }[]).map(({ number }) => number)
}

async function undo(client: PageClient, location: string): Promise<void> {
  const number = /done=(\d+)/.exec(location)?.[1] ?? assert.fail(`no toast at ${location}`)
  assert.match(await client.page(location), /class="toast" role="status".*history\/undo/)
  await client.act('/book/history/undo', { number })
}

test('a file is looked at, imported without its bad lines, and taken back', async () => {
  const path = await preview({ group: 'Customers' }, people)
  const page = await admin.page(path)
  assert.deepEqual(await countsAt(path), {
    ...{ Lines: 5, 'New numbers': 3, 'Numbers that an earlier line has': 1, 'Not taken': 1 },
  })
  for (const shown of [
    'Import of people.csv',
    'Into the new group <bdi>Customers</bdi>',
    '<td class="count">3</td><td><bdi>phone</bdi></td><td class="text"><bdi>nobody</bdi></td><td>It has no digit.</td>',
    'Column B · <bdi>city</bdi>',
    '&lt;b&gt;',
    'Import the other 4 lines',
  ]) {
    assert.ok(page.includes(shown), shown)
  }
  assert.doesNotMatch(await admin.page('/book/groups'), /Customers/)
  const done = await admin.act(`${path}/confirm`, { form: 'confirm', bad: 'skip' })
  assert.deepEqual(await numbersOf('Customers'), ['09121112233', '+989121112234', '09121112235'])
  const report = await admin.page(done)
  assert.ok(report.includes('Done:') && report.includes('It has no digit.') && !report.includes('/confirm'))
  assert.match(report, /Into the group <a href="\/book\/groups\/\d+"><bdi>Customers<\/bdi><\/a> \(3 numbers\)/)
  await undo(admin, done)
  assert.doesNotMatch(await admin.page('/book/groups'), /Customers/)
  assert.ok((await admin.page(path)).includes('Its group is gone'))
})

test('a pasted column comes into a group that is there, in each way that an import has', async () => {
  const group = (await admin.act('/book/groups', { name: 'Pasted', description: '' })).split('?')[0] ?? ''
  const into = /(\d+)$/.exec(group)?.[1] ?? ''
  assert.match(await admin.page(group), new RegExp(`/book/imports\\?into=${into}"`))
  assert.match(await admin.page(`/book/imports?into=${into}`), /Into the group <a [^>]*><bdi>Pasted<\/bdi>/)
  const run = async (mode: string, lines: string) => {
    const path = await preview({ into, mode, lines })
    const counts = await countsAt(path)
    await admin.act(`${path}/confirm`, { bad: 'refuse' })
    return counts
  }
  assert.deepEqual(await run('add', '0912 1\tAda\n۰۹۱۲۲\tBob'), { Lines: 2, 'New numbers': 2 })
  assert.deepEqual(await run('add', '09122\tBill\n09121\tAda\n09123'), {
    ...{ Lines: 3, 'New numbers': 1, 'Numbers whose columns change': 1, 'Numbers that stay as they are': 1 },
  })
  assert.deepEqual(await run('remove', '09123\n09129'), {
    ...{ Lines: 2, 'Numbers that go': 1, 'Numbers that the group does not have': 1 },
  })
  assert.deepEqual(await numbersOf('Pasted'), ['09121', '09122'])
  const { 'Numbers of the group that go': gone, ...others } = await run('sync', '09122\tBill\n09124')
  assert.deepEqual([gone, others], [1, { Lines: 2, 'New numbers': 1, 'Numbers that stay as they are': 1 }])
  assert.deepEqual(await numbersOf('Pasted'), ['09122', '09124'])
})

test('the list becomes no file with bad lines, and no button would have it so', async () => {
  const path = await preview({ group: 'Synced', mode: 'sync' }, people)
  const page = await admin.page(path)
  assert.ok(page.includes('would lose its number') && !page.includes(`${path}/confirm`))
  const refused = await admin.post(`${path}/confirm`, { token: await admin.token(), form: 'confirm', bad: 'skip' })
  assert.equal(refused.status, 422)
  assert.match(refused.text, /would lose its number/)
  assert.doesNotMatch(await admin.page('/book/groups'), /Synced/)
})

test('columns are chosen where the file does not show them, and kept for the next time', async () => {
  const file = 'home,mobile,who\n0211112233,09121112233,Ali\n0211112234,09121112234,Ada\n'
  const path = await preview({ group: 'Chosen', number: 'B', c: 'who' }, file)
  const again = /href="(\/book\/imports\?group=Chosen[^"]+)"/
    .exec(await admin.page(path))?.[1]
    ?.replaceAll('&amp;', '&')
  const form = await admin.page(again ?? '')
  assert.match(form, /<details open>/)
  for (const field of [/name="number"[^>]* value="B"/, /name="c"[^>]* value="C"/, /name="group"[^>]* value="Chosen"/]) {
    assert.match(form, field)
  }
  await admin.act(`${path}/confirm`)
  assert.deepEqual(await numbersOf('Chosen'), ['09121112233', '09121112234'])
})

test('a preview is forgotten, and one that is confirmed twice is done once', async () => {
  const path = await preview({ group: 'Twice' }, '0912111\n')
  await admin.act(`${path}/confirm`)
  assert.equal(await admin.act(`${path}/confirm`).then((to) => to.split('?')[0]), path)
  assert.deepEqual(await numbersOf('Twice'), ['0912111'])
  const other = await preview({ group: 'Never' }, '0912111\n')
  assert.match(await admin.act(`${other}/discard`), /^\/book\/groups/)
  assert.equal((await admin.get(other)).status, 404)
  assert.equal((await admin.post(`${other}/confirm`, { token: await admin.token() })).status, 404)
  assert.doesNotMatch(await admin.page('/book/groups'), /Never/)
})

test('an import that would do something else by now shows its new figures first', async () => {
  await admin.act(`${await preview({ group: 'Moved' }, '09121\n')}/confirm`)
  const path = await preview({ group: 'Moved' }, '09121\n09122\n')
  await admin.act(`${await preview({ group: 'Moved' }, '09122\n')}/confirm`)
  const stale = await admin.post(`${path}/confirm`, { token: await admin.token(), form: 'confirm' })
  assert.equal(stale.status, 409)
  assert.match(stale.text, /role="alert">The group has changed meanwhile/)
  assert.deepEqual(await countsAt(path), { Lines: 2, 'Numbers that stay as they are': 2 })
  await admin.act(`${path}/confirm`, { form: 'confirm' })
})

test('what is refused is told at its field, and what was typed stays', async () => {
  const refusedAt = async (field: string, fields: Readonly<Record<string, string>>, content: string | Buffer = '') => {
    const file = { content, filename: content === '' ? '' : 'a.csv' }
    const { status, text } = await admin.postFile('/book/imports', { form: 'import', ...fields }, file)
    assert.equal(status, 422, text)
    assert.match(text, new RegExp(`id="wrong-${field}"`))
    return text
  }
  await refusedAt('group', { group: '' }, '0912\n')
  const nothing = await refusedAt('lines', { group: 'A & B' })
  assert.match(nothing, /name="group"[^>]* value="A &amp; B"/)
  assert.match(await refusedAt('lines', { group: 'x', lines: 'nobody' }), />nobody<\/textarea>/)
  await refusedAt('file', { group: 'x' }, 'nobody\nat all\n')
  await refusedAt('file', { group: 'x' }, Buffer.from('PK\u0003\u0004 no workbook'))
  assert.match(await refusedAt('number', { group: 'x', number: 'Z' }, people), /has no column/)
  assert.match(await refusedAt('number', { group: 'x' }, 'tel,mobile\n0211,0912\n'), /Several columns/)
  assert.match(await refusedAt('lines', { group: 'x', lines: '1\n'.repeat(1024 * 1024 + 1) }), /the text is too long/)
  const many = Object.fromEntries(['a', 'b', 'c', 'lines'].map((each) => [each, 'x'.repeat(1.5 * 1024 * 1024)]))
  assert.equal((await admin.postFile('/book/imports', { form: 'import', ...many }, { content: '' })).status, 422)
  assert.match(await refusedAt('file', { group: 'x' }, Buffer.alloc(4 * 1024 * 1024, '09121\n')), /larger/)
  for (const name of ['Same', 'Same']) await admin.act('/book/groups', { name, description: '' })
  assert.match(await refusedAt('group', { group: 'Same', lines: '1' }), /several groups have this name/)
  assert.doesNotMatch(await admin.page('/book/groups'), />x</)
})

test('a form that is cut off or none is refused, and is no fault of the server', async () => {
  const token = await admin.token()
  const fields = Object.entries({ token, form: 'import', group: 'Cut' }).map(([name, content]) => ({ name, content }))
  const whole = multipart(...fields, { name: 'file', filename: 'a.csv', content: '0912\n'.repeat(1000) })
  const headers = { 'Content-Type': multipartType, Origin: server.origin, Cookie: admin.cookies() }
  const sent = (body: Buffer) => send(server, { method: 'POST', path: '/book/imports', headers, body })
  const cut = await sent(whole.subarray(0, whole.length - 500))
  assert.ok(cut.status === 422 && cut.text.includes('id="wrong-file"'))
  for (const body of [whole.subarray(0, 200), Buffer.from('no form')]) assert.equal((await sent(body)).status, 400)
  assert.doesNotMatch(await admin.page('/book/groups'), /Cut/)
})

test('a file of two megabytes comes in whole', async () => {
  const lines = Array.from({ length: 150_000 }, (_, index) => `0912${String(index).padStart(7, '0')}\n`)
  const path = await preview({ group: 'Many' }, lines.join(''))
  assert.deepEqual(await countsAt(path), { Lines: 150_000, 'New numbers': 150_000 })
  await admin.act(`${path}/confirm`)
  assert.match(await admin.page('/book/groups'), /Many.*150,000/)
})

test('many lines that are not taken are shown a page at a time', async () => {
  const path = await preview({ group: 'Bad' }, `0912\n${'no\n'.repeat(60)}`)
  const first = await admin.page(path)
  const next = /href="([^"]+after=51)" rel="next"/.exec(first)?.[1] ?? assert.fail('no next page')
  const second = await admin.page(next)
  assert.match(second, /<td class="count">61<\/td>/)
  assert.doesNotMatch(second, /<td class="count">51<\/td>|rel="next"/)
})

test('names and cells are shown as they are', async () => {
  const nasty = `<img src=x onerror=alert(1)> '&\u202Eevil`
  const escaped = '<bdi>&lt;img src=x onerror=alert(1)&gt; &#39;&amp;\u202Eevil</bdi>'
  const path = await preview({ group: nasty }, `number,${nasty}\n09121,${nasty}\n${nasty},x\n`, nasty)
  const before = await admin.page(path)
  const into = /groups\/(\d+)/.exec(await admin.page(await admin.act(`${path}/confirm`, { bad: 'skip' })))?.[1]
  for (const page of [before, await admin.page(path), await admin.page(`/book/imports?into=${into}`)]) {
    assert.ok(!page.includes('<img') && page.includes(escaped))
  }
})

test('in Persian every reason is Persian, and a text of the book is not', async () => {
  await admin.act('/book/language', { to: 'fa' })
  const lines =
    '0912\n\u202Eabc\n2026-01-01\n9.8E+10\n1.2.3.4\n-5\n1.5\n0912x\n09121112233 09121112234\n1234567890123456\n5-\n+'
  const page = await admin.page(await preview({ group: 'فارسی', lines }))
  const reasons = [
    ...page.matchAll(/<td class="count">[^<]*<\/td>(?:<td[^>]*><bdi>[^<]*<\/bdi><\/td>){2}<td>([^<]*)</g),
  ]
  assert.equal(reasons.length, 11)
  for (const [, reason] of reasons) assert.doesNotMatch(reason?.replace('x', '') ?? '', /[a-z]/i)
  await admin.act('/book/language', { to: 'en' })
})

test('a reader imports nothing, and an import of another account is not there', async () => {
  const path = await preview({ group: 'Ours' }, '0912111\n')
  assert.equal((await reader.postFile('/book/imports', { group: 'x' }, { content: '1\n', filename: 'a' })).status, 403)
  assert.equal((await reader.get('/book/imports')).status, 403)
  assert.doesNotMatch(await reader.page('/book/groups'), /book\/imports/)
  assert.equal((await reader.get(path)).status, 403)
  for (const turn of ['confirm', 'discard']) {
    assert.equal((await reader.post(`${path}/${turn}`, { token: await reader.token() })).status, 403)
    assert.equal((await stranger.post(`${path}/${turn}`, { token: await stranger.token() })).status, 404)
    assert.equal((await admin.post(`${path}/${turn}`, { token: 'forged' })).status, 403)
  }
  assert.equal((await stranger.get(path)).status, 404)
  assert.equal((await stranger.get('/book/imports?into=1')).status, 404)
  assert.equal((await admin.get('/book/imports/nonsense')).status, 404)
  assert.equal(
    (await admin.postFile('/book/imports', { token: 'x', group: 'x' }, { content: '1', filename: 'a' })).status,
    403,
  )
  await admin.page(path)
})
