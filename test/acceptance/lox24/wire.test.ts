import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { send } from '../support/http.ts'
import { addLox24Account, assertProblem, Lox24Client, problemType, startLox24 } from '../support/lox24.ts'

const server = await startLox24()
after(() => server.stop())
const client = new Lox24Client(server)
const { id } = await client.addGroup({ phones: [{ phone: '1' }] })
const [phone] = await client.phones(id)
const phoneId = phone?.id ?? ''
const { client: stranger } = await addLox24Account(server)

const json = 'application/json; charset=utf-8'
const linked = 'application/ld+json; charset=utf-8'
const problem = 'application/problem+json; charset=utf-8'
const supported = 'Supported MIME types are "application/ld+json", "application/json".'

/** A request with exactly these headers beside the credential. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  send(server, { method, path, headers: { ...client.auth, ...headers } })

describe('the Accept header', () => {
  const cases: readonly (readonly [path: string, accept: string | undefined, type: string])[] = [
    ['/groups', undefined, linked],
    ['/groups', '*/*', linked],
    ['/groups', 'application/json', json],
    ['/groups', 'application/json;charset=utf-8', json],
    ['/groups', 'application/ld+json', linked],
    ['/groups', 'application/json, application/ld+json;q=0.5', json],
    ['/groups', 'text/html,application/xhtml+xml,*/*;q=0.8', linked],
    [`/groups/${id}`, 'application/json', json],
    ['/groups.json', undefined, json],
    ['/groups.json', '*/*', json],
    ['/groups.jsonld', '*/*', linked],
    [`/groups/${id}.json`, '*/*', json],
    [`/groups/${id}.jsonld`, 'application/ld+json', linked],
    [`/groups/${id}/phones.json`, undefined, json],
    [`/phones/${phoneId}.json`, undefined, json],
    ['/me.json', undefined, json],
    ['/', undefined, linked],
    ['/docs.jsonld', 'application/json', linked],
    ['/index.jsonld', undefined, linked],
    ['/', 'application/ld+json, application/json', linked],
    ['/contexts/groups.jsonld', undefined, linked],
    [`/groups/${id}/file/csv`, undefined, 'text/csv; charset=utf-8'],
    [`/groups/${id}/file/csv`, 'text/csv', 'text/csv; charset=utf-8'],
  ]
  for (const [path, accept, type] of cases) {
    test(`${accept ?? 'nothing'} at ${path} is answered with ${type}`, async () => {
      const answer = await get(path, accept === undefined ? {} : { Accept: accept })
      assert.deepEqual([answer.status, answer.headers['content-type']], [200, type])
    })
  }

  for (const [path, accept] of [
    ['/groups', 'text/plain'],
    ['/groups', 'application/json;q=0'],
    ['/groups.json', 'application/ld+json'],
    [`/groups/${id}`, 'application/xml, text/html'],
    ['/contexts/groups', 'text/html'],
  ] as const) {
    test(`${accept} at ${path} is not to be had, said as problem JSON`, async () => {
      const answer = await client.call('GET', path, undefined, { Accept: accept })
      const detail = `Requested format "${accept}" is not supported. ${supported}`
      assertProblem(answer, 406, detail)
    })
  }

  test('an unknown suffix is a thing that does not exist', async () => {
    for (const [path, suffix] of [
      [`/groups/${id}.invalid`, 'invalid'],
      ['/groups.xml', 'xml'],
      [`/groups/${id}.5`, '5'],
    ]) {
      assertProblem(await client.call('GET', String(path)), 404, `Format "${suffix}" is not supported`)
    }
  })
})

describe('a body', () => {
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'APPLICATION/JSON',
    'application/ld+json',
    'application/ld+json; profile="x"; charset=utf-8',
  ]) {
    test(`as ${type} is read`, async () => {
      const answer = await client.call('PUT', `/groups/${id}`, { name: type.slice(0, 50) }, { 'Content-Type': type })
      assert.deepEqual([answer.status, answer.body.name], [200, type.slice(0, 50)])
    })
  }

  test('as something else, or without a type, is not', async () => {
    for (const [method, path] of [
      ['PUT', `/groups/${id}`],
      ['POST', '/groups'],
      ['POST', `/groups/${id}/phones/batch`],
    ] as const) {
      for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded']) {
        const answer = await client.call(method, path, '{}', { 'Content-Type': type })
        assertProblem(answer, 415, `The content-type "${type}" is not supported. ${supported}`)
      }
      const headers = { ...client.auth, Accept: 'application/json' }
      const { text, status } = await send(server, { method, path, headers, body: '{}' })
      assert.deepEqual([status, JSON.parse(text).detail], [415, 'The "Content-Type" header must exist.'])
    }
  })

  test('a stray type on a request without a body does no harm', async () => {
    const headers = { 'Content-Type': 'application/ld+json' }
    assert.equal((await get('/groups', headers)).status, 200)
    const { id: other } = await client.addGroup()
    assert.equal((await get(`/groups/${other}`, { 'Content-Type': 'text/plain' }, 'DELETE')).status, 204)
  })

  test('JSON-LD members are ignored, but a POST makes no update', async () => {
    const body = { '@context': '/contexts/groups', '@id': `/groups/${id}`, '@type': 'groups', name: 'linked' }
    const headers = { 'Content-Type': 'application/ld+json' }
    assert.equal((await client.call('PUT', `/groups/${id}`, body, headers)).body.name, 'linked')
    const answer = await client.call('POST', '/groups', body, headers)
    assertProblem(answer, 400, 'Update is not allowed for this operation.')
    assert.equal((await client.call('POST', '/groups', body)).status, 201)
  })
})

describe('every answer', () => {
  const requests: readonly (readonly [method: string, path: string, headers?: Record<string, string>])[] = [
    ['GET', '/groups'],
    ['GET', '/'],
    ['GET', '/docs.jsonld'],
    ['GET', `/groups/${id}/file/csv`],
    ['GET', '/groups/none'],
    ['GET', '/groups/none/none'],
    ['GET', '/groups?page=0'],
    ['PATCH', '/groups/1'],
    ['PUT', `/groups/${id}`],
    ['GET', '/groups', { Accept: 'text/plain' }],
    ['GET', '/groups', { 'X-LOX24-AUTH-TOKEN': '' }],
  ]
  for (const [method, path, headers] of requests) {
    test(`to ${method} ${path} ${headers ? Object.keys(headers) : ''} has the vendor's headers`, async () => {
      const answer = await get(path, headers, method)
      assert.match(String(answer.headers['x-lox24-request-id']), /^[A-Za-z0-9]{32}$/)
      assert.equal(answer.headers.vary, 'Accept')
      assert.equal(answer.headers['x-content-type-options'], 'nosniff')
      assert.equal(answer.headers['x-frame-options'], 'deny')
      const docs = `${server.origin}/docs.jsonld`
      assert.equal(answer.headers.link, `<${docs}>; rel="http://www.w3.org/ns/hydra/core#apiDocumentation"`)
      assert.ok(answer.text === '' || answer.status < 300 || JSON.parse(answer.text))
    })
  }

  test('has an id of its own', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => get('/me')))
    assert.equal(new Set(ids.map(({ headers }) => headers['x-lox24-request-id'])).size, 20)
  })

  test('names the place of what was made or changed', async () => {
    const made = await client.call<{ id: number }>('POST', '/groups', { name: 'n' })
    const iri = `/groups/${made.body.id}`
    assert.deepEqual([made.headers.location, made.headers['content-location']], [iri, iri])
    const changed = await client.call('PUT', iri, {})
    assert.deepEqual([changed.headers.location, changed.headers['content-location']], [undefined, iri])
    const added = await client.call<{ id: string }>('POST', `${iri}/phones`, { phone: '1' })
    assert.equal(added.headers.location, `/phones/${added.body.id}`)
    const removed = await client.call('DELETE', iri)
    assert.deepEqual([removed.status, removed.text, removed.headers['content-type']], [204, '', undefined])
  })

  test('repeats no host that is none', async () => {
    const answer = await get('/groups', { Host: 'evil"><script>' })
    assert.doesNotMatch(JSON.stringify(answer.headers), /evil/)
  })
})

describe('a wrong way', () => {
  for (const [method, path, allow] of [
    ['POST', `/groups/${id}`, 'GET, PUT, DELETE'],
    ['PATCH', `/groups/${id}`, 'GET, PUT, DELETE'],
    ['PUT', '/groups', 'GET, POST'],
    ['DELETE', `/groups/${id}/phones`, 'GET, POST'],
    ['GET', `/groups/${id}/phones/batch`, 'POST, DELETE'],
    ['POST', `/phones/${phoneId}`, 'GET, PUT, DELETE'],
    ['POST', '/me', 'GET'],
    ['POST', '/', 'GET'],
  ] as const) {
    test(`${method} ${path} is 405, and says what is allowed`, async () => {
      const answer = await client.call(method, path, method === 'GET' ? undefined : {})
      const body = { type: problemType, title: 'An error occurred', status: 405, detail: 'Method Not Allowed' }
      assert.deepEqual([answer.status, answer.headers.allow, answer.body], [405, allow, body])
    })
  }

  test('that leads nowhere is 404', async () => {
    for (const path of [
      '/groups/',
      '/groups/1/nothing',
      '/groups/1/phones/1',
      '/phones',
      '/contexts',
      '/me/x',
      '/Groups',
    ]) {
      const answer = await get(path)
      assert.equal(answer.status, 404, path)
      assert.doesNotThrow(() => JSON.parse(answer.text))
    }
  })

  test('with doubled slashes is understood', async () => {
    assert.equal((await get(`//groups//${id}`)).status, 200)
  })

  test('HEAD is a GET without its body', async () => {
    const answer = await get(`/groups/${id}`, {}, 'HEAD')
    assert.deepEqual([answer.status, answer.text, answer.headers['content-type']], [200, '', linked])
    const file = await get(`/groups/${id}/file/csv`, {}, 'HEAD')
    assert.deepEqual([file.status, file.text, file.headers['content-type']], [200, '', 'text/csv; charset=utf-8'])
  })
})

describe('ids', () => {
  const calls = ['GET', 'PUT', 'DELETE'].flatMap((method) => [
    [method, '/groups/'] as const,
    [method, '/phones/'] as const,
  ])
  for (const [method, path] of calls) {
    test(`${method} ${path}: unknown ones and those of others get one answer`, async () => {
      const body = method === 'PUT' ? { name: 'n', phone: '5' } : undefined
      const mine = path === '/groups/' ? String(id) : phoneId
      assertProblem(await stranger.call(method, path + mine, body), 404, 'Not Found')
      for (const unknown of ['0', '999999', '9'.repeat(15), '9'.repeat(16), '9'.repeat(40), '9'.repeat(4000)]) {
        assertProblem(await client.call(method, path + unknown, body), 404, 'Not Found')
      }
      for (const none of ['abc', '-1', '1e3', '0x1', '%00', '%F0%9F%98%80', "1'--"]) {
        assertProblem(await client.call(method, path + none, body), 404, 'Invalid identifier value or configuration.')
      }
    })
  }

  test('of groups are looked at before the body', async () => {
    assertProblem(await client.call('PUT', '/groups/999999', '{'), 404, 'Not Found')
    assertProblem(await client.call('POST', '/groups/999999/phones', '{'), 404, 'Not Found')
    assertProblem(await client.call('POST', '/groups/999999/phones/batch', '{'), 404, 'Not Found')
    assertProblem(await client.call('GET', '/groups/999999/file/csv'), 404, 'Not Found')
    assertProblem(await client.call('GET', '/groups/999999/phones'), 404, 'Not Found')
  })
})

describe('errors in JSON-LD', () => {
  const call = (method: string, path: string, body?: unknown) =>
    client.call(method, path, body, { Accept: 'application/ld+json' })
  const title = { 'hydra:title': 'An error occurred' }

  test('are a hydra:Error', async () => {
    const answer = await call('GET', '/groups/999999')
    assert.equal(answer.headers['content-type'], linked)
    assert.deepEqual(answer.body, {
      '@context': '/contexts/Error',
      '@type': 'hydra:Error',
      ...title,
      'hydra:description': 'Not Found',
    })
  })

  test('are a ConstraintViolationList where rules are broken', async () => {
    const answer = await call('POST', '/groups', {})
    const message = 'This value should not be blank.'
    assert.deepEqual(answer.body, {
      '@context': '/contexts/ConstraintViolationList',
      '@type': 'ConstraintViolationList',
      ...title,
      'hydra:description': `name: ${message}`,
      violations: [{ propertyPath: 'name', message, code: 'c1051bb4-d103-4f74-8988-acbcafc7fdc3' }],
    })
  })

  test('are those of the router where a path leads nowhere', async () => {
    const answer = await call('GET', '/groups/1/nothing')
    assert.equal(answer.headers['content-type'], problem)
    const body = { type: problemType, title: 'An error occurred', status: 404, detail: 'Not Found' }
    assert.deepEqual(answer.body, body)
  })
})

test('hostile bodies are errors, and the server lives on', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  for (const body of [deep, `{"name":${deep}}`, `{"phones":${deep}}`, '{"name":"x","phones":{"a":{"phone":1e999}}}']) {
    const answer = await client.call('POST', '/groups', body)
    assert.ok(answer.status === 400, `${answer.status} ${answer.text.slice(0, 100)}`)
  }
  assert.equal((await client.call('POST', '/groups', { name: 'x'.repeat(10_000_000) })).status, 400)
  assert.equal((await client.call('GET', '/me')).status, 200)
})

test('a body past the limit is refused in the format of the request', async () => {
  const small = await startLox24({ args: ['--body-limit', '1000'] })
  const answer = await new Lox24Client(small).call('POST', '/groups', { name: 'x'.repeat(2000) })
  assertProblem(answer, 413, 'Request Entity Too Large')
  await small.stop()
})
