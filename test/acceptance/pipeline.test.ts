import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type Answer, exchange, send } from './support/http.ts'
import { startServer } from './support/server.ts'

const server = await startServer({ prepare: [['account', 'add', 'acme']], args: ['--lox24-bad-sign-ins', '1000'] })
after(() => server.stop())

/** A dialect with a call that it answers, a key, and the shape of its refusals. */
interface Spoken {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly path: string
  readonly body: object
  /** Whether a byte order mark before JSON is skipped; PHP's decoder refuses it. */
  readonly readsMark: boolean
  /** The text of a refusal. */
  text(answer: Answer): unknown
}

const keyOf = async (dialect: string): Promise<Record<string, string>> => {
  const made = await server.cli('key', 'add', dialect, '--account', 'acme', '--json')
  return (JSON.parse(made) as { key: Record<string, string> }).key
}
const json = { 'Content-Type': 'application/json' }
const member = (name: string) => (answer: Answer) => (JSON.parse(answer.text) as Record<string, unknown>)[name]
const [simotel, lox24, checkmarket] = [await keyOf('simotel'), await keyOf('lox24'), await keyOf('checkmarket')]
const basic = Buffer.from(`${simotel.username}:${simotel.password}`).toString('base64')

const dialects: readonly Spoken[] = [
  {
    name: 'simotel',
    headers: { ...json, 'X-APIKEY': simotel.token ?? '', Authorization: `Basic ${basic}` },
    path: '/api/v4/autodialer/groups/add',
    body: { name: 'g', numbers: ['1111'] },
    readsMark: true,
    text: member('message'),
  },
  {
    name: 'lox24',
    headers: { ...json, Accept: 'application/json', 'X-LOX24-AUTH-TOKEN': `${lox24.clientId}:${lox24.token}` },
    path: '/groups',
    body: { name: 'g', phones: [{ phone: '+491111' }] },
    readsMark: false,
    text: member('detail'),
  },
  {
    name: 'checkmarket',
    headers: { ...json, 'X-Master-Key': checkmarket.masterKey ?? '', 'X-Key': checkmarket.key ?? '' },
    path: '/3/contactgroups',
    body: { Name: 'g' },
    readsMark: true,
    text: (answer) => (JSON.parse(answer.text) as { Data: { ErrorMessage: string } }).Data.ErrorMessage,
  },
]

const linesOf = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')

for (const { name, headers, path, body, readsMark, text } of dialects) {
  describe(`every request to ${name}`, () => {
    const bytes = JSON.stringify(body)
    const raw = (target: string, host: string): Promise<string> =>
      exchange(
        server,
        `POST ${target} HTTP/1.1\r\n${host}${linesOf(headers)}Content-Length: ${bytes.length}\r\nConnection: close\r\n\r\n${bytes}`,
      )

    it('may name its target in the absolute form', async () => {
      for (const origin of [server.origin, 'http://elsewhere.example', 'HTTPS://elsewhere.example:8443']) {
        assert.match(await raw(`${origin}${path}`, 'Host: ignored.example\r\n'), /^HTTP\/1\.1 20[01] /)
      }
      assert.match(await raw(`${server.origin}${path}?a=http://b//c`, 'Host: x\r\n'), /^HTTP\/1\.1 20[01] /)
    })

    it('has one Host', async () => {
      const answer = await raw(path, 'Host: a.example\r\nHost: b.example\r\n')
      assert.match(answer, /^HTTP\/1\.1 400 /)
      assert.match(await raw(path, 'Host: a.example\r\nhost: a.example\r\n'), /^HTTP\/1\.1 400 /)
      assert.doesNotMatch(answer, /FST_|"statusCode"/)
    })

    it('is told that a compressed body is not read', async () => {
      for (const encoding of ['gzip', 'br', 'deflate, gzip', 'x-unknown']) {
        const answer = await send(server, {
          path,
          headers: { ...headers, 'Content-Encoding': encoding },
          body: gzipSync(bytes),
        })
        assert.equal(answer.status, 415, encoding)
        assert.match(`${text(answer)} ${answer.headers['dialbook-reason']}`, /encoding/i)
      }
      const plain = await send(server, { path, headers: { ...headers, 'Content-Encoding': 'identity' }, body: bytes })
      assert.ok(plain.status < 300, plain.text)
    })

    it(`${readsMark ? 'may' : 'may not'} begin its JSON with a byte order mark`, async () => {
      const answer = await send(server, { path, headers, body: `\ufeff${bytes}` })
      if (!readsMark) return assert.deepEqual([answer.status, text(answer)], [400, 'Syntax error'])
      assert.ok(answer.status < 300, answer.text)
      assert.doesNotMatch(answer.text, /"success":0/)
    })
  })
}

describe('a call of a vendor that is not served yet', () => {
  const [, lox, check] = dialects
  const cases = [
    ...['/short_links', '/short_links/x', '/verify_codes'].map((path) => [lox, path] as const),
    ...['/3/surveys', '/3/surveys/7/respondents', '/3/Lookup/os', '/3/hooks/1'].map((path) => [check, path] as const),
  ]
  for (const [spoken, path] of cases) {
    it(`${path} wants a key, and then answers 404 as its vendor does`, async () => {
      assert.ok(spoken)
      const { headers, text } = spoken
      for (const method of ['GET', 'POST', 'DELETE']) {
        const body = method === 'GET' ? {} : { body: '' }
        const answer = await send(server, { method, path, headers, ...body })
        assert.equal(answer.status, 404, answer.text)
        assert.equal(typeof text(answer), 'string')
        assert.equal(answer.headers['dialbook-reason'], 'this call of the vendor is not served yet')
        assert.equal(spoken === lox, answer.headers['x-lox24-request-id'] !== undefined)
      }
      const stranger = {
        ...json,
        Accept: 'application/json',
        'X-Key': 'x',
        'X-Master-Key': 'y',
        'X-LOX24-AUTH-TOKEN': '1:x',
      }
      const refused = await send(server, { path, headers: stranger, body: '{' })
      assert.equal(refused.status, 401)
      assert.equal(typeof text(refused), 'string')
    })
  }

  it('is not a path that no vendor has: that is 404 of the server itself', async () => {
    const answer = await send(server, { path: '/smsx', body: '' })
    assert.deepEqual([answer.status, (JSON.parse(answer.text) as { error: string }).error], [404, 'not_found'])
  })
})
