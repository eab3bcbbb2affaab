import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { documents } from '../openapi/documents.ts'
import { send } from './support/http.ts'
import { startServer } from './support/server.ts'

const server = await startServer()
after(() => server.stop())

const get = async (path: string) => {
  const { status, headers, text } = await send(server, { method: 'GET', path })
  return {
    status,
    type: headers['content-type'],
    origin: headers['access-control-allow-origin'],
    body: JSON.parse(text),
  }
}

test('every description is served to everybody', async () => {
  for (const [name, body] of documents) {
    assert.deepEqual(await get(`/book/openapi/${name}.json`), {
      ...{ status: 200, type: 'application/json; charset=utf-8', origin: '*' },
      body,
    })
  }
  assert.equal((await get('/book/openapi/nobody.json')).status, 404)
  assert.equal((await get('/book/openapi/..%2fpackage.json')).status, 404)
})

test("CheckMarket's apis.json leads to its description, without keys", async () => {
  const { status, body } = await get('/3/apis.json')
  assert.equal(status, 200)
  const [api] = body.apis
  assert.equal(api.baseURL, `http://127.0.0.1:${server.port}/3`)
  assert.equal(api.properties[0].url, `http://127.0.0.1:${server.port}/book/openapi/checkmarket.json`)
})
