import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { send } from '../support/http.ts'
import { assertRefused, Client, startSimotel, success } from '../support/simotel.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const ping = () => client.call('setting/ping/act', {})
const message = 'IP is not permitted'

test('the allow list decides at the next request, before credentials and after path and method', async () => {
  success(await ping())

  await server.cli('ip', 'allow', '10.0.0.0/8')
  assertRefused(await ping(), 403, message)
  assertRefused(await send(server, { path: '/api/v4/setting/ping/act' }), 403, message)
  assertRefused(await client.call('setting/ping/act', '{', { headers: { 'X-APIKEY': 'wrong' } }), 403, message)
  const path = '/api/v4/setting/ping/act'
  assertRefused(await send(server, { path, method: 'PATCH' }), 405, 'Method not allowed')
  assertRefused(await send(server, { path: `${path}/no` }), 501, 'Requested service dose not exist')
  assert.equal((await send(server, { path: '/healthz', method: 'GET' })).status, 200)

  await server.cli('ip', 'allow', '127.0.0.0/8')
  success(await ping())
  assert.match(await server.cli('ip', 'list'), /10\.0\.0\.0\/8[\s\S]*127\.0\.0\.0\/8/)

  await server.cli('ip', 'remove', '127.0.0.0/8')
  assertRefused(await ping(), 403, message)

  await server.cli('ip', 'allow-all')
  success(await ping())
})

test('X-Forwarded-For of a stranger is not believed', async () => {
  await server.cli('ip', 'allow', '10.0.0.0/8')
  const headers = { 'X-Forwarded-For': '10.1.2.3', 'X-Real-IP': '10.1.2.3', Forwarded: 'for=10.1.2.3' }
  assertRefused(await client.call('setting/ping/act', {}, { headers }), 403, message)
  await server.cli('ip', 'allow-all')
})
