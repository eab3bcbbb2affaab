import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { BookClient, startBook } from '../support/book.ts'

// What a judge from outside found: refusals that named a field that the caller had not sent, and paths with a slash too many.

const server = await startBook()
after(() => server.stop())
const client = new BookClient(server)

test('a refusal names the parameter or the member that was sent', async () => {
  const { id } = await client.ok<{ id: number }>(201, 'POST', '/groups', { name: 'judged', numbers: ['1', '2'] })
  const { entries } = await client.ok<{ entries: { id: number }[] }>(200, 'GET', `/groups/${id}/entries`)
  const path = `/entries/${entries[0]?.id}`
  for (const [status, code, method, url, body, field, detail] of [
    [422, 'invalid-value', 'GET', '/opt-outs?address=x', undefined, 'address', /has no digit/],
    [422, 'invalid-value', 'GET', '/find?number=x', undefined, 'number', /has no digit/],
    [409, 'conflict', 'PATCH', path, { number: '2' }, 'number', /another entry/],
    [422, 'invalid-value', 'PATCH', path, { number: null }, 'number', /^number is not a string$/],
    [422, 'invalid-value', 'PATCH', path, { number: 'x' }, 'number', /^number has no digit$/],
    [422, 'invalid-value', 'POST', `/groups/${id}/entries`, { entries: [{ number: 7 }] }, undefined, /not a string$/],
  ] as const) {
    const problem = await client.refused(status, code, method, url, body)
    assert.match(String(problem.detail), detail)
    if (field) assert.equal(problem.field, field, url)
  }
})

test('a text with U+0000 is refused on both engines, also where a file would answer', async () => {
  for (const [path, name] of [
    ['/calls', 'party'],
    ['/calls/export', 'party'],
    ['/calls/export', 'trunk'],
    ['/groups', 'q'],
    ['/history', 'author'],
    ['/opt-outs', 'source'],
    ['/requests', 'q'],
    ['/why', 'number'],
  ]) {
    const problem = await client.refused(422, 'invalid-value', 'GET', `${path}?${name}=%00`)
    assert.deepEqual([problem.field, problem.detail], [name, `${name} must not have the character U+0000`])
  }
})

test('a path with a slash too many is the path without', async () => {
  const { id } = await client.ok<{ id: number }>(201, 'POST', '/groups/', { name: 'slash' })
  const { name } = await client.ok<{ name: string }>(200, 'GET', `//groups/${id}/`)
  assert.equal(name, 'slash')
  await client.refused(404, 'not-found', 'POST', '/trash/restore/')
  await client.refused(405, 'method-not-allowed', 'PUT', '/groups/')
  assert.equal((await client.call('DELETE', `/groups/${id}/`)).status, 204)
})
