import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { send } from '../support/http.ts'
import { Lox24Client, sampleToken, startLox24 } from '../support/lox24.ts'

const server = await startLox24()
after(() => server.stop())
const client = new Lox24Client(server)

test('the id of a request is the one in the log, and no key is', async () => {
  const answer = await client.call('GET', '/groups/abc')
  const requestId = String(answer.headers['x-lox24-request-id'])
  while (!server.stderr().includes(requestId)) await new Promise((resolve) => setTimeout(resolve, 10))
  const line =
    server
      .stderr()
      .split('\n')
      .find((text) => text.includes(requestId)) ?? ''
  const { dialect, operation, status, reason } = JSON.parse(line)
  assert.deepEqual(
    { dialect, operation, status, reason },
    {
      dialect: 'lox24',
      operation: 'api_groups_get_item',
      status: 404,
      reason: 'Invalid identifier value or configuration.',
    },
  )
  assert.ok(!server.stderr().includes(sampleToken))
})

test('the log repeats nothing of what a client sent', async () => {
  const secret = 'Never-in-the-log'
  const { id } = await client.addGroup({ phones: [{ phone: '1' }] })
  server.audit.hide(secret)
  const sent: readonly (readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>])[] = [
    ['PUT', `/groups/${id}`, { phones: { [secret]: { phone: 5 } } }],
    ['PUT', `/groups/${id}`, { phones: { [secret]: { phone: '' } } }],
    ['PUT', `/groups/${id}`, '{}', { 'Content-Type': `text/${secret.toLowerCase()}` }],
    ['GET', `/groups?${secret}=1`, undefined, { Accept: `text/${secret}` }],
    ['GET', `/groups.${secret}`],
  ]
  for (const [method, path, body, headers] of sent) {
    const answer = await send(server, {
      method,
      path,
      reveals: true,
      headers: { ...client.auth, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    assert.ok(answer.status >= 400 && answer.status < 500)
  }
})
