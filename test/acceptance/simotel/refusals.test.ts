import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { exchange, head, send } from '../support/http.ts'
import { multipart, multipartType } from '../support/multipart.ts'
import {
  addKey,
  assertRefused,
  basic,
  Client,
  type Key,
  operations,
  sampleKey,
  startSimotel,
  success,
} from '../support/simotel.ts'

const server = await startSimotel({ env: { DIALBOOK_BODY_LIMIT: '100000' } })
after(() => server.stop())
const client = new Client(server)
const onlyPing = await addKey(server, 'acme', { allow: ['/setting/ping/act'] })
const disabled = await addKey(server, 'acme')
await server.cli('key', 'disable', disabled.id)

const notFound = 'Requested service dose not exist'
const noCredentials = 'BasicAuth or ApiKey is missing'
const badCredentials = 'BasicAuth or ApiKey is invalid'
const noMethod = 'Method not allowed'
const noType = 'Unsupported Media Type'
const noParse = 'Unable to parse content'
const update = '/api/v4/pbx/users/update'
const json = { 'Content-Type': 'application/json' }
const signed = client.headers

describe('501: a service that does not exist', () => {
  const paths = ['/api/v4/pbx/queues/add', '/api/v4/pbx/users/banana', '/api/v4/pbx/users/add/more', '/api/v4/pbx']
  for (const path of [
    ...paths,
    '/api/v4',
    '/api/v4/',
    '/api/v3/nothing/here',
    '/api/',
    '/api/v9/pbx/users/add',
    '/api/v4.1',
    '/api/v4.1/pbx/queues/add',
    '/api/v4.2/pbx/users/add',
  ]) {
    test(`${path}, with and without credentials`, async () => {
      assertRefused(await send(server, { path, headers: signed, body: '{}' }), 501, notFound)
      assertRefused(await send(server, { path, body: 'x' }), 501, notFound)
      assertRefused(await send(server, { path, method: 'GET' }), 501, notFound)
      assertRefused(await send(server, { path, method: 'PATCH', headers: signed, body: '{' }), 501, notFound)
    })
  }
  for (const path of [
    '/api/v4/pbx/users/%zz',
    '/api/v4/%00',
    '/api/v4/%D8%A7',
    '/api/v4/%0d%0aX:%20y',
    '/api/v4/pbx/users/add%2f',
    '/api/v4/..%2f..%2fetc',
  ]) {
    test(`${path} is not found either`, async () => {
      assertRefused(await send(server, { path, headers: signed, body: '{}' }), 501, notFound)
    })
  }
  test('a query in the path does not hide a service', async () => {
    success(await send(server, { path: '/api/v4/setting/ping/act?x=1&y=//', headers: signed, body: '{}' }))
  })
})

describe('405: another method', () => {
  for (const operation of operations) {
    test(`${operation}, with and without credentials`, async () => {
      for (const method of ['PATCH', 'GET', 'DELETE']) {
        if (operation.endsWith('/search') && method === 'GET') continue
        if (operation.startsWith('autodialer/reports/') && method === 'GET') continue
        if (operation.endsWith('/remove') && method === 'DELETE') continue
        for (const path of [`/api/v4/${operation}`, `/api/v4.1/${operation}`]) {
          assertRefused(await send(server, { method, path, headers: signed, body: '{}' }), 405, noMethod)
          assertRefused(await send(server, { method, path }), 405, noMethod)
        }
      }
    })
  }
})

describe('401', () => {
  test('without any credential', async () => {
    assertRefused(await send(server, { path: update, headers: json, body: '{}' }), 401, noCredentials)
    assertRefused(await send(server, { path: update, body: 'x' }), 401, noCredentials)
    const headers = { ...json, 'X-APIKEY': '' }
    assertRefused(await send(server, { path: update, headers, body: '{}' }), 401, noCredentials)
  })
  const wrong = (other: Partial<Key>): Key => ({ ...sampleKey, ...other })
  const cases: readonly (readonly [title: string, headers: Record<string, string>])[] = [
    ['a wrong password', new Client(server, wrong({ password: 'aa123456' })).headers],
    ['an unknown user', new Client(server, wrong({ username: 'nobody' })).headers],
    ['an empty password', new Client(server, wrong({ password: '' })).headers],
    ['a wrong token', new Client(server, wrong({ token: 'x'.repeat(50) })).headers],
    ['a token in another case', new Client(server, wrong({ token: sampleKey.token.toLowerCase() })).headers],
    ['the token alone, where both are wanted', { 'X-APIKEY': sampleKey.token }],
    ['the password alone, where both are wanted', { Authorization: `Basic ${basic(sampleKey)}` }],
    ['a disabled credential', new Client(server, disabled).headers],
    ['no base64', { ...signed, Authorization: 'Basic %%%' }],
    ['no colon', { ...signed, Authorization: `Basic ${Buffer.from('test').toString('base64')}` }],
    ['Bearer', { ...signed, Authorization: `Bearer ${basic(sampleKey)}` }],
    [
      'a huge password',
      { ...signed, Authorization: `Basic ${Buffer.from(`test:${'x'.repeat(6000)}`).toString('base64')}` },
    ],
    ["another user's token", { ...signed, 'X-APIKEY': onlyPing.token }],
  ]
  for (const [title, headers] of cases) {
    test(`with ${title}`, async () => {
      const answer = await send(server, { path: update, headers: { ...json, ...headers }, body: '{}' })
      assertRefused(answer, 401, badCredentials)
    })
  }
})

describe('403: no permission for the path', () => {
  for (const operation of operations) {
    test(operation, async () => {
      const answer = await new Client(server, onlyPing).call(operation, {})
      if (operation === 'setting/ping/act') success(answer)
      else assertRefused(answer, 403, `"/${operation}";Access denied`)
    })
  }
  test('names the permission, however the path was written', async () => {
    const headers = new Client(server, onlyPing).headers
    const denied = '"/pbx/users/add";Access denied'
    for (const path of [
      '//api//v4/pbx/users/add',
      '/api/pbx/users/add',
      '/api/v3/pbx/users',
      '/api/v3/pbx/users/add',
    ]) {
      assertRefused(await send(server, { path, headers, body: '{}' }), 403, denied)
    }
    const put = await send(server, { method: 'PUT', path: '/api/v3/pbx/users', headers, body: '{}' })
    assertRefused(put, 403, '"/pbx/users/update";Access denied')
  })
})

describe('415: another content type', () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data',
    'banana',
  ]) {
    test(type, async () => {
      const headers = { 'Content-Type': type }
      assertRefused(await client.call('pbx/users/update', '{}', { headers }), 415, noType)
      assertRefused(await client.call('autodialer/groups/search', '{"alike":true}', { headers }), 415, noType)
    })
  }
})

describe('400: a body that cannot be parsed', () => {
  for (const body of ['{', '{"_id":', 'x', '{"a":1,}', "{'a':1}", '{"a":1}}', '\u0000', '{"a":NaN}', '<xml/>']) {
    test(JSON.stringify(body), async () => assertRefused(await client.call('pbx/users/update', body), 400, noParse))
  }
})

describe('413: a body past the limit', () => {
  const padded = (bytes: number) => `{"_id":"x","name":"n","more":"${'m'.repeat(bytes - 32)}"}`
  test('is refused; one at the limit is not', async () => {
    const answer = await client.call('autodialer/groups/update', padded(100_000))
    assertRefused(answer, 200, 'Requested operation failed')
    const past = await client.call('autodialer/groups/update', padded(100_001))
    assertRefused(past, 413, String((JSON.parse(past.text) as { message: string }).message))
  })
  test('a body of chunks past the limit', async () => {
    const chunk = `${(200_000).toString(16)}\r\n${padded(200_000)}\r\n0\r\n\r\n`
    const start = head(server, { path: '/api/v4/autodialer/groups/update', headers: signed }, 0)
    const answer = await exchange(server, start.replace('Content-Length: 0', 'Transfer-Encoding: chunked') + chunk)
    assert.match(answer, /^HTTP\/1\.1 413 [\s\S]*\r\n\r\n{"success":0,"message":"[^"]+","data":""}$/)
  })
  test('a file past the limit', async () => {
    const body = multipart({ name: 'file', filename: 'a.csv', content: '1111111111\n'.repeat(10_000) })
    const past = await client.call('autodialer/groups/upload', body, { headers: { 'Content-Type': multipartType } })
    assertRefused(past, 413, String((JSON.parse(past.text) as { message: string }).message))
  })
})

describe('the order of checks', () => {
  const text = { 'Content-Type': 'text/plain' }
  const wrong = { ...signed, 'X-APIKEY': 'wrong' }
  const ping = new Client(server, onlyPing).headers
  const huge = 'x'.repeat(200_000)
  const cases: readonly (readonly [string, Parameters<typeof send>[1], number, string])[] = [
    ['unknown path before all', { path: '/api/v4/no', method: 'PATCH', headers: text, body: '{' }, 501, notFound],
    ['unknown path before parsing', { path: '/api/v4/no', headers: signed, body: '{' }, 501, notFound],
    ['unknown path before the size', { path: '/api/v4/no', headers: signed, body: huge }, 501, notFound],
    ['method before parsing', { path: update, method: 'PATCH', headers: signed, body: '{' }, 405, noMethod],
    ['method before the size', { path: update, method: 'PATCH', headers: signed, body: huge }, 405, noMethod],
    ['method before credentials', { path: update, method: 'PATCH', headers: text, body: '{' }, 405, noMethod],
    ['credentials present before content type', { path: update, headers: text, body: '{' }, 401, noCredentials],
    [
      'credentials valid before content type',
      { path: update, headers: { ...wrong, ...text }, body: '{' },
      401,
      badCredentials,
    ],
    ['credentials before the size', { path: update, headers: json, body: huge }, 401, noCredentials],
    [
      'permission before content type',
      { path: update, headers: { ...ping, ...text }, body: '{' },
      403,
      '"/pbx/users/update";Access denied',
    ],
    ['permission before parsing', { path: update, headers: ping, body: '{' }, 403, '"/pbx/users/update";Access denied'],
    ['content type before parsing', { path: update, headers: { ...signed, ...text }, body: '{' }, 415, noType],
    ['parsing before the operation', { path: update, headers: signed, body: '{"port":5' }, 400, noParse],
  ]
  for (const [title, message, status, text] of cases) {
    test(title, async () => assertRefused(await send(server, message), status, text))
  }
})
