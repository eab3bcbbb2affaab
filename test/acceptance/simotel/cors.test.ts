import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { type Answer, send } from '../support/http.ts'
import { assertRefused, Client, operations, startSimotel, success } from '../support/simotel.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const page = 'https://page.example'

function allowsOrigin(answer: Answer): void {
  assert.ok(['*', page].includes(String(answer.headers['access-control-allow-origin'])), JSON.stringify(answer.headers))
}

function names(header: unknown): string[] {
  return String(header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
}

describe('a preflight is answered without credentials', () => {
  const paths = [
    ...operations.map((operation) => `/api/v4/${operation}`),
    '//api/v4/pbx/users/add',
    '/api/v3/pbx/users',
  ]
  for (const path of paths) {
    test(path, async () => {
      const answer = await send(server, {
        method: 'OPTIONS',
        path,
        headers: {
          Origin: page,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'authorization,content-type,x-apikey',
        },
      })
      assert.ok(answer.status === 200 || answer.status === 204, `${answer.status} ${answer.text}`)
      allowsOrigin(answer)
      const methods = names(answer.headers['access-control-allow-methods'])
      for (const method of ['post', 'put', 'delete', 'get'])
        assert.ok(methods.includes(method), `${method} of ${methods}`)
      const headers = names(answer.headers['access-control-allow-headers'])
      for (const name of ['x-apikey', 'authorization', 'content-type'])
        assert.ok(headers.includes(name), `${name} of ${headers}`)
    })
  }
})

describe('every answer may be read by a page', () => {
  const headers = { Origin: page }
  test('success', async () => {
    const answer = await client.call('setting/ping/act', {}, { headers })
    success(answer)
    allowsOrigin(answer)
  })
  test('200 with success 0, and its reason', async () => {
    const answer = await client.call('pbx/users/update', {}, { headers })
    assertRefused(answer, 200, "Field '_id':value is missing")
    allowsOrigin(answer)
    assert.ok(names(answer.headers['access-control-expose-headers']).includes('dialbook-reason'))
  })
  const refusals: readonly (readonly [number, () => Promise<Answer>])[] = [
    [400, () => client.call('pbx/users/update', '{', { headers })],
    [401, () => send(server, { path: '/api/v4/pbx/users/update', headers, body: '{}' })],
    [405, () => send(server, { path: '/api/v4/pbx/users/update', method: 'PATCH', headers })],
    [415, () => client.call('pbx/users/update', '{}', { headers: { ...headers, 'Content-Type': 'text/plain' } })],
    [501, () => send(server, { path: '/api/v4/no/such/service', headers })],
  ]
  for (const [status, call] of refusals) {
    test(String(status), async () => {
      const answer = await call()
      assert.equal(answer.status, status)
      allowsOrigin(answer)
    })
  }
})
