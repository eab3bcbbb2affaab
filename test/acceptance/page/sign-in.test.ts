import assert from 'node:assert/strict'
import { networkInterfaces } from 'node:os'
import { after, test } from 'node:test'
import { send } from '../support/http.ts'
import { addPerson, firstLink, PageClient, password } from '../support/page.ts'
import { startServer } from '../support/server.ts'

const server = await startServer({
  prepare: [
    ['account', 'add', 'default'],
    ['account', 'add', 'other'],
  ],
  env: { DIALBOOK_SIGN_IN_BAD_SIGN_INS: '20' },
})
after(() => server.stop())
const owner = new PageClient(server)

test('the first link makes the owner, once', async () => {
  const link = await firstLink(server)
  assert.match(await owner.page(new URL(link).pathname + new URL(link).search), /You are the first person here/)
  assert.equal((await owner.join(link, '')).status, 422)
  const answer = await owner.join(link, 'Sara')
  assert.equal(answer.status, 303)
  const [cookie] = answer.headers['set-cookie'] ?? []
  assert.match(cookie ?? '', /; Path=\/book; HttpOnly; SameSite=Strict; Max-Age=\d+$/)
  assert.match(await owner.page('/book/'), /Sara/)
  assert.equal((await new PageClient(server).join(link, 'Mallory')).status, 422)
  assert.deepEqual(
    (JSON.parse(await server.cli('person', 'list', '--json')) as { name: string; role: string }[]).map(
      ({ name, role }) => [name, role],
    ),
    [['Sara', 'owner']],
  )
})

test('a browser at / is sent to the page, a client of a vendor is not', async () => {
  const headers = { Accept: 'text/html,*/*;q=0.8' }
  const browser = await fetch(`${server.origin}/`, { headers, redirect: 'manual' })
  assert.deepEqual([browser.status, browser.headers.get('location')], [302, '/book/'])
  const client = await send(server, { method: 'GET', path: '/', headers: { Accept: '*/*' } })
  assert.notEqual(client.headers.location, '/book/')
  assert.match(client.headers['content-type'] ?? '', /json/)
})

test('a password is taken, a wrong one is not, and nobody gets in without', async () => {
  const client = new PageClient(server)
  assert.equal((await client.get('/book/groups')).headers.location, '/book/sign-in')
  const wrong = await client.post('/book/sign-in', { name: 'Sara', password: 'another password' })
  assert.equal(wrong.status, 403)
  assert.match(wrong.text, /do not fit/)
  assert.equal((await client.post('/book/sign-in', { name: 'SARA', password })).headers.location, '/book/')
  await client.page('/book/groups')
  assert.equal(await client.act('/book/sign-out'), '/book/sign-in')
  assert.equal((await client.get('/book/groups')).headers.location, '/book/sign-in')
})

test('sessions are listed, and each can be ended by its person only', async () => {
  const other = new PageClient(server)
  await other.post('/book/sign-in', { name: 'Sara', password }, { 'User-Agent': 'an old <browser>' })
  const page = await owner.page('/book/me')
  assert.match(page, /an old &lt;browser&gt;/)
  const id = /name="id" value="(\d+)"/.exec(page)?.[1] ?? ''
  const stranger = await addPerson(server, 'Reza')
  const answer = await stranger.post('/book/me/end', { token: await stranger.token(), id })
  assert.equal(answer.status, 404)
  await other.page('/book/me')
  await owner.act('/book/me/end', { id })
  assert.equal((await other.get('/book/me')).status, 303)
})

test('a form from elsewhere is refused: another origin, no token, the token of another session', async () => {
  const token = await owner.token()
  const before = await owner.page('/book/groups')
  const fields = { token, name: 'forged' }
  for (const [sent, headers] of [
    [fields, { Origin: 'http://evil.example' }],
    [fields, { Origin: 'null' }],
    [{ name: 'forged' }, {}],
    [{ ...fields, token: await (await addPerson(server, 'Mina')).token() }, {}],
  ] as const) {
    assert.equal((await owner.post('/book/groups', sent, headers)).status, 403)
  }
  assert.equal((await owner.post('/book/sign-in', { name: 'Sara', password }, { Origin: 'http://x.y' })).status, 403)
  assert.equal(await owner.page('/book/groups'), before)
})

test('a disabled person is out at once, and a reset one needs the new link', async () => {
  const client = await addPerson(server, 'Ali')
  await server.cli('person', 'disable', 'ali')
  assert.equal((await client.get('/book/')).headers.location, '/book/sign-in')
  assert.equal((await client.post('/book/sign-in', { name: 'Ali', password })).status, 403)
  await server.cli('person', 'enable', 'Ali')
  const { link } = JSON.parse(await server.cli('person', 'reset', 'Ali', '--json')) as { link: string }
  assert.equal((await client.post('/book/sign-in', { name: 'Ali', password })).status, 403)
  assert.equal((await client.join(link, '')).status, 303)
  assert.equal((await new PageClient(server).join(link, '')).status, 422)
})

test('guesses are slowed', async () => {
  const client = new PageClient(server)
  let slowed = 0
  for (let guess = 0; guess < 40 && slowed === 0; guess++) {
    const answer = await client.post('/book/sign-in', { name: 'nobody', password: `guess ${guess}` })
    if (answer.status === 429) slowed = Number(answer.headers['retry-after'])
  }
  assert.ok(slowed > 0, 'nobody was slowed')
})

test('every answer keeps scripts and other sites out', async () => {
  for (const path of ['/book/', '/book/sign-in', '/book/nothing', '/book/join?key=x']) {
    const { headers, text } = await owner.get(path)
    assert.match(String(headers['content-security-policy']), /default-src 'none'.*script-src 'self'.*frame-ancestors/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.doesNotMatch(text, /<script>|<style|\son\w+=|\sstyle=/)
  }
})

test('where passwords would travel unencrypted, the page is closed and says why; behind TLS cookies are secure', async (t) => {
  const outside = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address
  const open = await startServer({ args: ['--host', '0.0.0.0', '--trust-proxy', '127.0.0.1'] })
  t.after(() => open.stop())
  const link = await firstLink(open)
  if (outside !== undefined) {
    const answer = await send({ ...open, host: outside }, { method: 'GET', path: '/book/', headers: {} })
    assert.equal(answer.status, 403)
    assert.match(answer.text, /unencrypted/)
  }
  const key = new URL(link).searchParams.get('key') ?? ''
  const answer = await send(
    { ...open, host: '127.0.0.1' },
    {
      path: '/book/join',
      headers: {
        ...{ 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'https://book.example' },
        ...{ 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'book.example', 'X-Forwarded-For': '192.0.2.1' },
      },
      body: new URLSearchParams({ key, name: 'Sara', password }).toString(),
    },
  )
  assert.equal(answer.status, 303)
  assert.match(String(answer.headers['set-cookie']), /; Secure$/)
})
