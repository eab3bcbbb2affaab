import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { start, type TestBook } from '../../src/dialbook.ts'
import { bookFor, call } from './support.ts'

const seed = {
  groups: [
    {
      id: 7,
      name: 'customers',
      columns: { a: 'city' },
      phones: ['09121112233', { phone: '+989122223344', a: 'Rasht' }],
    },
    { id: 9, name: 'old', deletedAt: '2026-03-20T09:00:00+03:30' },
  ],
  contacts: [{ id: 3, hexId: 'aaaaaaaaaaaaaaaaaaaaaaa3', name: 'Ada Lovelace', number: '0912', groups: [7] }],
  extensions: [{ id: 5, number: 571, name: 'Front desk' }],
}

describe('a book in a test suite', () => {
  let book: TestBook
  before(async () => {
    book = await start({ seed, clock: '2026-03-20T08:00:00+03:30' })
  })
  after(() => book.stop())

  it('has the things of its seed with their ids, in every dialect', async () => {
    await book.reset()
    const group = await call(book, 'lox24', 'GET /groups/7')
    assert.equal(group.body.name, 'customers')
    assert.equal(group.body.count_items, 2)
    const users = await call(book, 'simotel', 'POST /api/v4/pbx/users/search', { alike: false, conditions: {} })
    assert.equal(users.body.data[0]._id, '5eed03000000000000000005')
    assert.equal(users.body.data[0].number, '571')
    const contact = await call(book, 'checkmarket', 'GET /3/contacts/3')
    assert.equal(contact.body.Data.FirstName, 'Ada')
    const own = await call(book, 'book', 'GET /book/api/v1/groups')
    assert.deepEqual(
      own.body.groups?.map(({ id }: { id: number }) => id),
      [7, 9],
    )
  })

  it('gives new things the ids behind those of the seed, and the same ones after every reset', async () => {
    for (const _ of [1, 2]) {
      await book.reset()
      const made = await call(book, 'lox24', 'POST /groups', { name: 'new' })
      assert.equal(made.status, 201)
      assert.equal(made.body.id, 10)
    }
  })

  it('is as it was after a reset, whatever was written', async () => {
    await book.reset()
    const before = await call(book, 'lox24', 'GET /groups')
    assert.equal((await call(book, 'lox24', 'DELETE /groups/7')).status, 204)
    assert.equal((await call(book, 'lox24', 'GET /groups/7')).status, 404)
    await book.reset()
    const again = await call(book, 'lox24', 'GET /groups')
    assert.deepEqual(again.body, before.body)
  })

  it('forgets bad sign-ins at a reset', async () => {
    await book.reset()
    const wrong = { 'x-lox24-auth-token': '1000001:wrong' }
    for (let attempt = 0; attempt < 4; attempt++) await call(book, 'lox24', 'GET /groups', undefined, wrong)
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 429)
    await book.reset()
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 200)
  })

  it('has a clock that stands, and moves when it is told', async () => {
    await book.reset()
    assert.equal(await book.clock.now(), '2026-03-20T04:30:00.000Z')
    const user = { name: 'x', number: '901', secret: 'Xk29-aa81-ppq' }
    await call(book, 'simotel', 'POST /api/v4/pbx/users/add', user)
    const search = { alike: false, conditions: { number: '901' } }
    const found = await call(book, 'simotel', 'POST /api/v4/pbx/users/search', search)
    assert.equal(found.body.data[0].date, '1404-12-29 08:00:00')
    assert.equal(await book.clock.advance('10m'), '2026-03-20T04:40:00.000Z')
    await assert.rejects(book.clock.advance('soon'), /"soon" is not a duration such as/)
  })

  it('does what becomes due when the clock is moved: planned deletions, the end of a block', async () => {
    await book.reset()
    assert.equal((await call(book, 'lox24', 'GET /groups/9')).status, 200)
    await book.clock.advance('59m')
    assert.equal((await call(book, 'lox24', 'GET /groups/9')).status, 200)
    await book.clock.advance('1m')
    assert.equal((await call(book, 'lox24', 'GET /groups/9')).status, 404)
    const wrong = { 'x-lox24-auth-token': '1000001:wrong' }
    for (let attempt = 0; attempt < 4; attempt++) await call(book, 'lox24', 'GET /groups', undefined, wrong)
    const blocked = await call(book, 'lox24', 'GET /groups')
    assert.deepEqual([blocked.status, blocked.headers.get('retry-after')], [429, '600'])
    await book.clock.advance('599s')
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 429)
    await book.clock.advance('1s')
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 200)
  })

  it('tells what was called, without secrets', async () => {
    await book.reset()
    await call(book, 'lox24', 'POST /groups?key=hunter2', { name: 'new' })
    await call(book, 'simotel', 'POST /api/v4/pbx/users/search', { alike: false, conditions: {} })
    const [first, second, ...others] = await book.requests()
    assert.deepEqual(others, [])
    assert.equal(first?.method, 'POST')
    assert.equal(first.url, '/groups?key=******')
    assert.equal(first.dialect, 'lox24')
    assert.equal(first.status, 201)
    assert.deepEqual(first.body, { name: 'new' })
    assert.equal((first.answer.body as { name: string }).name, 'new')
    assert.equal(first.answer.headers['content-type'], 'application/json; charset=utf-8')
    assert.equal(first.headers['x-lox24-auth-token'], '******')
    assert.equal(first.at, '2026-03-20T04:30:00.000Z')
    assert.deepEqual([second?.headers.authorization, second?.headers['x-apikey']], ['******', '******'])
    await book.reset()
    assert.deepEqual(await book.requests(), [])
  })

  it('keeps the newest thousand calls, and of a long body the beginning', async () => {
    await book.reset()
    await call(book, 'lox24', 'POST /groups', { name: 'n', description: 'x'.repeat(300_000) })
    const [long] = await book.requests()
    assert.equal(long?.cut, true)
    assert.equal(String(long.body).length, 256 * 1024)
    const calls = Array.from({ length: 1010 }, (_, at) => fetch(`${book.url}/nothing/${at}`).then((a) => a.text()))
    await Promise.all(calls)
    const all = await book.requests()
    assert.equal(all.length, 1000)
    assert.ok(!all.some(({ cut }) => cut))
  })

  it('is controlled over HTTP too, by tests in any language', async () => {
    await book.reset()
    const at = `${book.url}/book/api/v1/dev`
    const control = async (method: string, path: string, body?: object) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(at + path, { method, ...(body && { headers, body: JSON.stringify(body) }) })
      return { status: answer.status, body: answer.status === 204 ? undefined : await answer.json() }
    }
    const about = await control('GET', '')
    assert.deepEqual(about.body, { url: book.url, keys: book.keys, clock: '2026-03-20T04:30:00.000Z' })
    assert.deepEqual((await control('POST', '/clock', { advance: '1h' })).body, { now: '2026-03-20T05:30:00.000Z' })
    assert.equal((await control('POST', '/clock', { advance: 'x' })).status, 422)
    await call(book, 'lox24', 'GET /groups')
    const { requests } = (await control('GET', '/requests')).body as { requests: { url: string }[] }
    assert.deepEqual(
      requests.map(({ url }) => url),
      ['/groups'],
    )
    assert.equal((await control('POST', '/reset')).status, 204)
    assert.deepEqual((await control('GET', '/clock')).body, { now: '2026-03-20T04:30:00.000Z' })
    assert.equal((await control('DELETE', '/reset')).status, 404)
    const plain = await fetch(`${at}/clock`, { method: 'POST', body: '{"advance":"1h"}' })
    assert.equal(plain.status, 415)
  })
})

describe('books beside each other', () => {
  it('have nothing in common, and leave nothing behind', async (t) => {
    const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
    const folders = () => readdirSync(place).filter((name) => name.startsWith(`dialbook-dev-${process.pid}-`))
    const before = folders().length
    const books = await Promise.all([bookFor(t), bookFor(t), bookFor(t)])
    assert.equal(new Set(books.map(({ url }) => url)).size, 3)
    assert.equal(folders().length, before + 3)
    await call(books[0], 'lox24', 'POST /groups', { name: 'only here' })
    assert.equal((await call(books[1], 'lox24', 'GET /groups')).body.length, 0)
    assert.equal((await call(books[0], 'lox24', 'GET /groups')).body.length, 1)
    await Promise.all(books.map((book) => book.stop()))
    assert.equal(folders().length, before)
    for (const book of books) await assert.rejects(fetch(book.url))
  })

  it('have the keys that they are given', async (t) => {
    const book = await bookFor(t, {
      keys: {
        simotel: { username: 'app', password: 'p', token: 't', allow: ['/pbx/users/search'] },
        lox24: [
          { clientId: '1234567', token: 'one' },
          { clientId: '1234567', token: 'two' },
        ],
      },
    })
    assert.deepEqual(Object.keys(book.keys).sort(), ['book', 'checkmarket', 'lox24', 'simotel'])
    for (const token of ['one', 'two']) {
      const headers = { 'x-lox24-auth-token': `1234567:${token}` }
      assert.equal((await call(book, 'lox24', 'GET /groups', undefined, headers)).status, 200)
    }
    const app = { authorization: `Basic ${btoa('app:p')}`, 'x-apikey': 't' }
    const search = { alike: false, conditions: {} }
    assert.equal((await call(book, 'simotel', 'POST /api/v4/pbx/users/search', search, app)).status, 200)
    const denied = await call(book, 'simotel', 'POST /api/v4/autodialer/groups/search', search, app)
    assert.equal(denied.status, 403)
    assert.equal((await call(book, 'lox24', 'GET /groups')).status, 401, 'no key that was not given')
  })

  it('are refused with a reason', async () => {
    await assert.rejects(start({ seed: '/nowhere/book.yaml' }), /the seed \/nowhere\/book\.yaml cannot be read/)
    await assert.rejects(start({ clock: 'tomorrow' }), /the clock must be a time with its offset/)
    await assert.rejects(start({ keys: { lox24: { clientId: 'x' } } }), /keys\.lox24 --client-id must be a number/)
    await assert.rejects(start({ keys: { lox42: {} } }), /keys\.lox42 is not known here: did you mean lox24\?/)
    await assert.rejects(start({ settings: { 'simotel.timeZone': 'Mars' } }), /simotel\.timeZone/)
  })

  it('read a seed out of a file', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'dialbook-seed-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'book.yaml')
    writeFileSync(file, 'account: {name: acme, country: IR}\ngroups:\n  - {id: 4, name: Team, phones: ["0912"]}\n')
    const book = await bookFor(t, { seed: file })
    assert.equal((await call(book, 'lox24', 'GET /groups/4')).body.name, 'Team')
    const me = await call(book, 'book', 'GET /book/api/v1/me')
    assert.deepEqual(me.body.account, { name: 'acme', country: 'IR' })
  })
})
