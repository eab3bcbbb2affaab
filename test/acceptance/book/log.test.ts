import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { BookClient, sampleToken, startBook } from '../support/book.ts'
import { send } from '../support/http.ts'

const server = await startBook()
after(() => server.stop())
const client = new BookClient(server)

test('the log names the call and the reason, and repeats nothing of what a client sent', async () => {
  const secret = 'Never-in-the-log'
  server.audit.hide(secret)
  const sent: readonly (readonly [method: string, path: string, body?: string])[] = [
    ['GET', `/groups?${secret}=1`],
    ['GET', `/groups?limit=${secret}`],
    ['GET', `/imports/${secret}`],
    ['POST', `/imports?group=${secret}`, '1\n'],
    ['POST', `/imports?group=x&create=true&mode=${secret}`, '1\n'],
    ['POST', `/imports?group=x&create=true&number=${secret}`, '1\n'],
    ['POST', `/imports?group=x&create=true&filename=${secret}`, `${secret}\n`],
    ['POST', '/imports?group=x&create=true', `${secret},tel,phone\nx,1,2\n`],
    ['POST', '/imports?group=x&create=true', `phone\n1\n"${secret}`],
    ['POST', '/imports/0/confirm', `{"${secret}":1}`],
  ]
  for (const [method, path, body] of sent) {
    const answer = await send(server, {
      method,
      path: `/book/api/v1${path}`,
      reveals: true,
      headers: { Authorization: `Bearer ${sampleToken}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body }),
    })
    assert.ok(answer.status >= 400 && answer.status < 500, `${path}: ${answer.status} ${answer.text}`)
  }
  await client.ok(200, 'GET', '/me')
  const isLogged = () => server.stderr().includes('"operation":"GET /book/api/v1/me"')
  while (!isLogged()) await new Promise((resolve) => setTimeout(resolve, 10))
  const lines = server
    .stderr()
    .split('\n')
    .filter((line) => line.includes('"dialect":"book"'))
  assert.equal(lines.length, sent.length + 1)
  for (const line of lines.slice(0, -1)) assert.ok(JSON.parse(line).reason.length > 5, line)
})
