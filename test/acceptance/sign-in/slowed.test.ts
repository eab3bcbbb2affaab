import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { after, describe, test } from 'node:test'
import { addKeys, Client as CheckMarketClient } from '../support/checkmarket.ts'
import { until } from '../support/cluster.ts'
import { type Answer, send } from '../support/http.ts'
import { Lox24Client, sampleClientId } from '../support/lox24.ts'
import { type Server, type ServerOptions, startServer } from '../support/server.ts'
import { addKey, assertRefused, Client as SimotelClient, signIn } from '../support/simotel.ts'

const account = ['account', 'add', 'acme']
/** An hour: a slow machine must forget no bad sign-in, and end no slowness, meanwhile. */
const long = ['--sign-in-within', '3600', '--sign-in-slow-time', '3600', '--sign-in-longest-pause', '1']
const limit = 3
const tooMany = 'Too many requests'

const start = (...args: string[]): Promise<Server> =>
  startServer({ prepare: [account], args: ['--trust-proxy', 'loopback', ...long, ...args] })

interface Row {
  readonly address: string
  readonly dialect: string
}

const rowsOf = async (server: Server): Promise<string[]> =>
  (JSON.parse(await server.cli('block', 'list', '--json')) as { blocks: Row[] }).blocks.map(
    ({ address, dialect }) => `${dialect} ${address}`,
  )

/** A dialect, and two keys of it: sign-ins from an address, the good one by an operation that needs no permission. */
interface Spoken {
  readonly name: string
  good(address: string): Promise<Answer>
  /** A key that nobody has used before. */
  fresh(address: string): Promise<Answer>
  bad(address: string): Promise<Answer>
  assertSlowed(answer: Answer): void
}

const from = (address: string) => ({ 'X-Forwarded-For': address })

async function simotelOf(server: Server): Promise<Spoken> {
  const [one, other] = [await addKey(server, 'acme'), await addKey(server, 'acme', { auth: 'basic' })]
  let guesses = 0
  const ping = (key: typeof one, address: string) =>
    new SimotelClient(server, key).call('setting/ping/act', {}, { headers: from(address) })
  return {
    name: 'simotel',
    good: (address) => ping(one, address),
    fresh: (address) => ping(other, address),
    bad: (address) =>
      ping({ ...one, username: `nobody${++guesses}`, password: `guess ${guesses}`, token: '' }, address),
    assertSlowed: (answer) => assertRefused(answer, 429, tooMany),
  }
}

async function checkMarketOf(server: Server): Promise<Spoken> {
  const one = await addKeys(server, 'acme')
  const other = await addKeys(server, 'acme', { masterKey: one.masterKey })
  let guesses = 0
  const root = (keys: typeof one, address: string) =>
    new CheckMarketClient(server, keys).call('GET', '/3', undefined, from(address))
  return {
    name: 'checkmarket',
    good: (address) => root(one, address),
    fresh: (address) => root(other, address),
    bad: (address) => root({ ...one, key: `guess${++guesses}` }, address),
    assertSlowed(answer) {
      const { Meta, Data } = JSON.parse(answer.text) as { Meta: { Status: number }; Data: object }
      assert.deepEqual([answer.status, Meta.Status], [429, 429])
      assert.deepEqual(Data, {
        ErrorCode: 429,
        ErrorMessage: 'Too many requests were made with wrong keys. Please wait and try again.',
        ErrorType: 'TooManyRequests',
      })
    },
  }
}

for (const speak of [simotelOf, checkMarketOf]) {
  describe(`bad sign-ins of an address: ${speak.name}`, async () => {
    const server = await start('--sign-in-bad-sign-ins', String(limit))
    after(() => server.stop())
    const { name, good, fresh, bad, assertSlowed } = await speak(server)
    const [stranger, other] = ['203.0.113.7', '203.0.113.8']

    test('slow it, and it alone; every right key still gets in', async () => {
      assert.equal((await good(stranger)).status, 200)
      for (let count = 0; count <= limit; count++) assert.equal((await bad(stranger)).status, 401)
      const answer = await bad(stranger)
      assertSlowed(answer)
      assert.equal(answer.headers['retry-after'], '1')
      assert.equal((await good(stranger)).status, 200)
      assert.equal((await fresh(stranger)).status, 200)
      assert.equal((await bad(other)).status, 401)
    })

    test('that come together wait in a short row, and the rest is refused at once', async () => {
      const answers = await Promise.all(Array.from({ length: 40 }, () => bad(stranger)))
      for (const answer of answers) {
        assertSlowed(answer)
        assert.match(String(answer.headers['retry-after']), /^[1-9]\d*$/)
      }
      assert.equal((await good(stranger)).status, 200)
    })

    test('are listed, and lifted while the server runs', async () => {
      await until('the book has it', async () => (await rowsOf(server)).includes(`${name} ${stranger}`))
      assert.deepEqual(await rowsOf(server), [`${name} ${stranger}`])
      await server.cli('block', 'lift', stranger)
      assert.equal((await bad(stranger)).status, 401)
      await assert.rejects(server.cli('block', 'lift', stranger), /is not blocked/)
    })
  })
}

describe('bad sign-ins of one user name', async () => {
  const server = await start('--sign-in-bad-sign-ins', String(limit))
  after(() => server.stop())
  const [key, other] = [
    await addKey(server, 'acme', { auth: 'basic' }),
    await addKey(server, 'acme', { auth: 'basic' }),
  ]
  const ping = (address: string, { username, password } = key) =>
    new SimotelClient(server, { ...key, username, password }).call('setting/ping/act', {}, { headers: from(address) })
  const guess = (host: number) => ping(`203.0.113.${host}`, { ...key, password: `guess ${host}` })

  test('slow it from every address, and no other name', async () => {
    for (let host = 1; host <= limit + 1; host++)
      assertRefused(await guess(host), 401, 'BasicAuth or ApiKey is invalid')
    const answer = await guess(20)
    assertRefused(answer, 429, tooMany)
    assert.equal(answer.headers['retry-after'], '1')
    assert.equal((await ping('203.0.113.21', other)).status, 200)
    assert.equal((await ping('203.0.113.22')).status, 200)
    const subject = `user:${key.username}`
    await until('the book has it', async () => (await rowsOf(server)).includes(`simotel ${subject}`))
    await server.cli('block', 'lift', subject)
    assertRefused(await guess(23), 401, 'BasicAuth or ApiKey is invalid')
  })

  test('of an IPv6 network count as those of one address', async () => {
    const at = (host: string) => ping(`2001:db8:0:7::${host}`, { ...other, username: `nobody-${host}`, password: 'x' })
    for (const host of ['1', '2', 'a:b', '3:4:5:6']) assert.equal((await at(host)).status, 401)
    assert.equal((await at('9')).status, 429)
    const subject = '2001:db8:0:7::/64'
    await until('the book has it', async () => (await rowsOf(server)).includes(`simotel ${subject}`))
    await server.cli('block', 'lift', subject)
    assert.equal((await at('10')).status, 401)
  })
})

test('LOX24 slows a client id that is tried from many addresses; its key gets in', async (t) => {
  const server = await start('--sign-in-bad-sign-ins', String(limit))
  t.after(() => server.stop())
  const token = '0123456789abcdef0123456789abcdef'
  await server.cli('key', 'add', 'lox24', '--account', 'acme', '--client-id', sampleClientId, '--token', token)
  server.audit.hide(token)
  const me = (host: number, secret: string) =>
    new Lox24Client(server, `${sampleClientId}:${secret}`).call('GET', '/me', undefined, from(`203.0.113.${host}`))
  for (let host = 1; host <= limit + 1; host++) assert.equal((await me(host, `guess${host}`)).status, 401)
  const answer = await me(20, 'guess')
  assert.deepEqual([answer.status, answer.headers['retry-after']], [429, '1'])
  assert.equal((await me(20, token)).status, 200)
})

describe('many wrong passwords from one address', async () => {
  const server = await startServer({ prepare: [account] } satisfies ServerOptions)
  after(() => server.stop())
  const many = 64

  test('keep no other address waiting: passwords are hashed for one address at a time', async () => {
    const key = await addKey(server, 'acme', { auth: 'basic' })
    let answered = 0
    const wrong = Array.from({ length: many }, async (_, index) => {
      await pingFrom(server, '127.0.0.1', signIn({ ...key, username: `nobody${index}` }))
      answered++
    })
    const before = await pingFrom(server, '127.0.0.2', signIn(key)).then((status) => ({ status, answered }))
    await Promise.all(wrong)
    assert.equal(before.status, 200)
    assert.ok(before.answered < many / 4, `${before.answered} wrong passwords were answered before the right one`)
  })

  test('are no reason to refuse those of a client that begins with many requests at once', async () => {
    const key = await addKey(server, 'acme', { auth: 'basic' })
    const statuses = await Promise.all(Array.from({ length: 600 }, () => pingFrom(server, '127.0.0.3', signIn(key))))
    assert.deepEqual([...new Set(statuses)], [200])
  })
})

/** Pings from an address of this machine. Returns the status. */
async function pingFrom(server: Server, localAddress: string, headers: Record<string, string>): Promise<number> {
  const outgoing = request({
    ...{ host: server.host, port: server.port, localAddress, method: 'POST', path: '/api/v4/setting/ping/act' },
    headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': '2' },
  })
  outgoing.end('{}')
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  incoming.resume()
  await once(incoming, 'end')
  return incoming.statusCode ?? 0
}

test('the metrics count what was refused', async (t) => {
  const server = await start('--sign-in-bad-sign-ins', '0')
  t.after(() => server.stop())
  const { bad } = await checkMarketOf(server)
  assert.deepEqual([(await bad('203.0.113.7')).status, (await bad('203.0.113.7')).status], [401, 429])
  const { text } = await send(server, { method: 'GET', path: '/metrics' })
  assert.match(text, /^dialbook_requests_total\{dialect="checkmarket",.*status="429"\} 1$/m)
})
