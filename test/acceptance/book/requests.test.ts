import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addBookAccount, assertProblem, BookClient, startBook, unique } from '../support/book.ts'
import { exchange, send } from '../support/http.ts'
import { Lox24Client } from '../support/lox24.ts'

const lox24Token = '1234567:e3f3a759b6677959b6ebfcxxxxxxxxxx'
const server = await startBook({
  prepare: [
    ['key', 'add', 'lox24', '--account', 'acme', '--client-id', '1234567', '--token', lox24Token.split(':')[1] ?? ''],
  ],
})
after(() => server.stop())
const client = new BookClient(server)
const lox24 = new Lox24Client(server, lox24Token)

interface Groups {
  readonly groups: readonly {
    readonly id: number
    readonly hexId: string
    readonly name: string
    readonly count: number
  }[]
  readonly next: number | null
}

describe('a request that no call answers', () => {
  for (const path of [
    '/nothing',
    '/groups/1/nothing',
    '/Me',
    '/imports/x/y',
    '/../v1/me',
    '/book/api',
    '/book/api/v2/me',
    '/me%zz',
  ]) {
    test(`at ${path} is a problem, before anybody signs in`, async () => {
      for (const headers of [{}, { Authorization: 'Bearer x' }]) {
        assertProblem(await client.call('GET', path, undefined, headers), 404, 'not-found')
      }
    })
  }

  test('by another method names those that are', async () => {
    for (const [method, path, allowed] of [
      ['PUT', '/me', 'GET'],
      ['DELETE', '/groups', 'GET, POST'],
      ['GET', '/imports', 'POST'],
      ['PATCH', '/imports/0123456789abcdef01234567', 'GET, DELETE'],
      ['GET', '/imports/0123456789abcdef01234567/confirm', 'POST'],
    ] as const) {
      const answer = await client.call(method, path)
      assertProblem(answer, 405, 'method-not-allowed')
      assert.equal(answer.headers.allow, allowed)
    }
  })

  test('at /book leads to the page', async () => {
    const { status, headers } = await send(server, { method: 'GET', path: '/book' })
    assert.deepEqual([status, headers.location], [301, '/book/'])
  })

  test('with two hosts is malformed', async () => {
    const text = await exchange(
      server,
      'GET /book/api/v1/me HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
    )
    assert.match(text, /^HTTP\/1\.1 400 /)
  })
})

test('every answer is kept from caches', async () => {
  for (const path of ['/me', '/nothing']) {
    const { headers } = await client.call('GET', path)
    assert.deepEqual([headers['cache-control'], headers['x-content-type-options']], ['no-store', 'nosniff'])
  }
})

test('HEAD is answered as GET is, without a body', async () => {
  const answer = await send(server, {
    method: 'HEAD',
    path: '/book/api/v1/me',
    headers: { Authorization: `Bearer ${client.token}` },
  })
  assert.deepEqual([answer.status, answer.text], [200, ''])
})

describe('GET /groups', () => {
  test('lists groups in the order of their ids, a page at a time', async () => {
    const { client: other } = await addBookAccount(server)
    assert.deepEqual(await other.ok<Groups>(200, 'GET', '/groups'), { groups: [], next: null })
    const made: number[] = []
    for (const name of ['Ada', 'Bob', 'ada 2']) made.push((await lox24.addGroup({ name, phones: [{ phone: '1' }] })).id)
    const all = await client.ok<Groups>(200, 'GET', '/groups')
    assert.deepEqual(
      all.groups.map(({ id }) => id),
      made,
    )
    assert.deepEqual(all.next, null)
    const [first] = all.groups
    assert.deepEqual(Object.keys(first ?? {}).slice(0, 4), ['id', 'hexId', 'name', 'count'])
    assert.deepEqual([first?.name, first?.count], ['Ada', 1])
    assert.match(first?.hexId ?? '', /^[0-9a-f]{24}$/)
    const one = await client.ok<Groups>(200, 'GET', '/groups?limit=2')
    assert.deepEqual([one.groups.map(({ id }) => id), one.next], [made.slice(0, 2), made[1]])
    const two = await client.ok<Groups>(200, 'GET', `/groups?limit=2&after=${one.next}`)
    assert.deepEqual([two.groups.map(({ id }) => id), two.next], [made.slice(2), null])
  })

  test('finds by a part of the name, whatever its case', async () => {
    const name = unique('Straße 100%')
    const { id } = await lox24.addGroup({ name })
    for (const q of [name, '100%', 'STRA']) {
      const { groups } = await client.ok<Groups>(200, 'GET', `/groups?q=${encodeURIComponent(q)}`)
      assert.deepEqual(
        groups.map((group) => group.id),
        [id],
        q,
      )
    }
    assert.deepEqual((await client.ok<Groups>(200, 'GET', '/groups?q=nowhere')).groups, [])
  })

  for (const [query, field] of [
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=x', 'limit'],
    ['limit=1e2', 'limit'],
    ['after=-1', 'after'],
    ['after=99999999999999999999', 'after'],
    ['limit=1&limit=2', 'limit'],
    ['page=2', 'page'],
    ['__proto__=1', '__proto__'],
  ] as const) {
    test(`refuses ${query}`, async () => {
      const problem = await client.refused(422, 'invalid-value', 'GET', `/groups?${query}`)
      assert.equal(problem.field, field)
    })
  }
})
