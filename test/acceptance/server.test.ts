import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { makeFolder, run, serve } from './support/command.ts'

const signIn = ['--username', 'u', '--password', 'Password-1234', '--token', 'Token-123456789', '--auth', 'both']
const headers = {
  authorization: `Basic ${Buffer.from('u:Password-1234').toString('base64')}`,
  'x-apikey': 'Token-123456789',
  'content-type': 'application/json',
}

/** The path of a Node before 24; undefined where the machine has none. */
const olderNode = (process.env.PATH ?? '')
  .split(':')
  .map((folder) => join(folder, 'node'))
  .find((node) => {
    try {
      return Number.parseInt(execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }), 10) < 24
    } catch {
      return false
    }
  })

/** The lines of the log that are about requests. */
function requestsIn(log: string): Record<string, unknown>[] {
  return log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter((line) => line.requestId !== undefined)
}

/** A folder whose book has an account with the credential above. */
async function preparedFolder(t: Parameters<typeof makeFolder>[0]): Promise<string> {
  const folder = await makeFolder(t)
  for (const args of [
    ['account', 'add', 'acme'],
    ['key', 'add', 'simotel', ...signIn],
  ]) {
    assert.equal((await run(folder, args)).code, 0)
  }
  return folder
}

describe('dialbook serve', { concurrency: 2 }, () => {
  it('welcomes with a key and calls to paste, once, and not in the log', async (t) => {
    const folder = await makeFolder(t)
    const first = await serve(t, folder)
    assert.match(first.stdout(), /^listening on http:\/\/127\.0\.0\.1:\d+\n/)
    await first.printed(/# [\s\S]*\ncurl /)
    const [, password = '', token = ''] = /^ {2}password +(\S+)\n {2}token +(\S+)$/m.exec(first.stdout()) ?? []
    assert.ok(password.length >= 16 && token.length >= 32, first.stdout())
    assert.equal((await first.stop()).code, 0)
    assert.ok(!first.stderr().includes(password) && !first.stderr().includes(token))

    const second = await serve(t, folder)
    assert.equal((await second.stop()).code, 0)
    // The link to the page is told as long as nobody has taken it.
    const [listening, page, ...rest] = second.stdout().split('\n')
    assert.deepEqual([listening, rest.length, rest.at(-1)], [`listening on ${second.url}`, 2, ''])
    assert.ok(page?.startsWith(`the page: ${second.url}/book/`), page)
    for (const name of readdirSync(join(folder, 'data'))) {
      const bytes = readFileSync(join(folder, 'data', name))
      assert.ok(!bytes.includes(password) && !bytes.includes(token), name)
    }
  })

  it('welcomes programs with JSON', async (t) => {
    const server = await serve(t, await makeFolder(t), ['--json'])
    await server.printed(/\n\{.*\}\n/)
    const [line = '', json = ''] = server.stdout().split('\n')
    assert.match(line, /^listening on http:/)
    const { account, dialects } = JSON.parse(json)
    assert.equal(account, 'default')
    assert.deepEqual(
      dialects.map(({ dialect }: { dialect: string }) => dialect),
      ['book', 'checkmarket', 'lox24', 'simotel'],
    )
    const simotel = dialects.at(-1)
    assert.deepEqual(Object.keys(simotel.key), ['auth', 'username', 'password', 'token'])
    assert.match(simotel.samples[0].command, /^curl /)
  })

  it('answers health, metrics, and every other path', async (t) => {
    const server = await serve(t, await preparedFolder(t))
    const health = await fetch(`${server.url}/healthz`)
    assert.deepEqual(
      [health.status, await health.json()],
      [200, { status: 'ok', pbx: 'off', outbox: 0, readOnly: false }],
    )
    const body = JSON.stringify({ name: 'g', numbers: ['1'] })
    const added = await fetch(`${server.url}//api//v4/autodialer/groups/add`, { method: 'POST', headers, body })
    assert.equal(added.status, 200)
    await added.text()
    assert.equal((await fetch(`${server.url}/api/v4/autodialer/groups/add`, { method: 'POST', body })).status, 401)
    for (const path of ['/nothing', '/apis', '/metrics/x']) {
      const nothing = await fetch(server.url + path, { method: 'POST' })
      assert.equal(nothing.status, 404)
      const { dialects, ...said } = (await nothing.json()) as { dialects: Record<string, string[]> }
      assert.deepEqual(said, { error: 'not_found', message: 'nothing answers at this path' })
      assert.deepEqual(
        [dialects.simotel, dialects.checkmarket, dialects.lox24?.includes('/groups')],
        [['/api'], ['/3'], true],
      )
    }
    const metrics = await fetch(`${server.url}/metrics`)
    const text = await metrics.text()
    assert.match(String(metrics.headers.get('content-type')), /^text\/plain; version=0\.0\.4/)
    for (const line of [
      'dialbook_requests_total{dialect="simotel",route="autodialer/groups/add",status="200"} 1',
      'dialbook_requests_total{dialect="simotel",route="autodialer/groups/add",status="401"} 1',
      'dialbook_requests_total{dialect="web",route="/healthz",status="200"} 1',
      'dialbook_requests_total{dialect="web",route="unknown",status="404"} 3',
      'dialbook_request_duration_seconds_count{dialect="simotel",route="autodialer/groups/add"} 2',
      'dialbook_writes_total{noun="group",verb="add"} 1',
    ]) {
      assert.ok(text.includes(`${line}\n`), line)
    }
    assert.match(text, /^dialbook_store_bytes [1-9]\d+$/m)
    assert.match(text, /^process_resident_memory_bytes [1-9]\d+$/m)
  })

  it('logs a line for each request, without anything secret', async (t) => {
    const server = await serve(t, await preparedFolder(t))
    const call = (path: string, body: object, more: object = {}) =>
      fetch(`${server.url}/api/v4/${path}?apikey=Query-secret`, {
        method: 'POST',
        headers: { ...headers, ...more },
        body: JSON.stringify(body),
      }).then((answer) => answer.text())
    await call('pbx/users/add', { user_type: 'SIP', name: 'Ann', number: '101', secret: 'Sip-secret-1234' })
    await call('pbx/users/add', { user_type: 'SIP', name: 'Bob', number: '101', secret: 'Sip-secret-1234' })
    await call('pbx/users/search', {}, { 'x-apikey': 'Wrong-token-1234' })
    await call('no/such/call', {})
    await server.stop()
    const log = server.stderr()
    for (const secret of [
      ...Object.values(headers).slice(0, 2),
      'Password-1234',
      'secret-1234',
      'Query-secret',
      'Wrong-token',
      'Ann',
      'Bob',
    ]) {
      assert.ok(!log.includes(secret), secret)
    }
    const lines = requestsIn(log)
    assert.equal(lines.length, 4)
    const [added, taken, unknown] = lines
    const { time, requestId, ms, ...rest } = added ?? {}
    assert.match(String(time), /^\d{4}-\d\d-\d\dT/)
    assert.match(String(requestId), /^[0-9a-f]{32}$/)
    assert.ok(typeof ms === 'number' && ms > 0)
    assert.deepEqual(rest, {
      level: 'info',
      dialect: 'simotel',
      operation: 'pbx/users/add',
      account: 1,
      credential: 1,
      method: 'POST',
      route: '/api/v4/pbx/users/add',
      status: 200,
      reason: null,
      msg: 'request',
    })
    assert.deepEqual([taken?.status, taken?.account], [200, 1])
    assert.match(String(taken?.reason), /number/)
    assert.deepEqual([unknown?.status, unknown?.account, unknown?.credential], [401, null, null])
    assert.equal(new Set(lines.map((line) => line.requestId)).size, 4)
  })

  it('logs nothing of a request at a higher level', async (t) => {
    const server = await serve(t, await makeFolder(t), ['--log-level', 'warn'])
    await (await fetch(`${server.url}/healthz`)).text()
    await server.stop()
    assert.equal(server.stderr(), '')
  })

  it('says that the port is taken', async (t) => {
    const other = createServer().listen(0, '127.0.0.1')
    t.after(() => other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const ended = await run(await makeFolder(t), ['serve', '--port', String(port)])
    assert.deepEqual([ended.code, ended.stdout], [1, ''])
    assert.match(
      ended.stderr,
      new RegExp(`^dialbook: cannot listen on 127\\.0\\.0\\.1, port ${port}: .*EADDRINUSE.*\n$`),
    )
  })
})

describe('a signal to dialbook serve', { concurrency: 2 }, () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`${signal} stops it in order`, async (t) => {
      const server = await serve(t, await makeFolder(t))
      assert.deepEqual(await server.stop(signal), { code: 0, signal: null })
      assert.match(server.stderr(), new RegExp(`"reason":"${signal}","msg":"stopping"[\\s\\S]*"msg":"stopped"}\n$`))
    })
  }

  it('reaches it also where an older Node had to start the newer one', {
    skip: !olderNode && 'no older Node here',
  }, async (t) => {
    const server = await serve(t, await makeFolder(t), [], { node: olderNode })
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200)
    assert.deepEqual(await server.stop('SIGTERM'), { code: 0, signal: null })
    assert.match(server.stderr(), /"reason":"SIGTERM","msg":"stopping"[\s\S]*"msg":"stopped"}\n$/)
    await assert.rejects(fetch(`${server.url}/healthz`))
    const failed = await run(await preparedFolder(t), ['account', 'enable', 'nobody'], {}, olderNode)
    assert.deepEqual([failed.code, failed.stderr], [1, "dialbook: there is no such account as 'nobody'\n"])
  })

  it('lets a running request finish, and its write stays', async (t) => {
    const folder = await preparedFolder(t)
    const server = await serve(t, folder)
    const body = JSON.stringify({ name: 'last minute', numbers: ['1', '2'] })
    const socket = await begin(server.url, body.length)
    const idle = connect(Number(new URL(server.url).port), '127.0.0.1')
    await once(idle, 'connect')
    const idleClosed = once(idle.resume(), 'close')
    const stopped = server.stop('SIGTERM')
    // One Ctrl-C comes twice: npm delivers it, and so does the terminal.
    server.signal('SIGTERM')
    await server.logged(/"msg":"stopping"/)
    await idleClosed
    let answer = ''
    socket.on('data', (text: string) => {
      answer += text
    })
    socket.write(body)
    await once(socket, 'close')
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close\r\n[\s\S]*"success":1/i)
    assert.deepEqual(await stopped, { code: 0, signal: null })
    assert.match((await run(folder, ['changes', 'list', '--limit', '1'])).stdout, /group add "last minute"/)
  })

  it('cuts off a request that takes too long', async (t) => {
    const server = await serve(t, await preparedFolder(t), ['--shutdown-timeout', '0'])
    const socket = await begin(server.url, 10)
    assert.deepEqual(await server.stop('SIGTERM'), { code: 0, signal: null })
    assert.match(server.stderr(), /"msg":"stopped"}\n$/)
    socket.destroy()
  })

  it('ends it at once when it comes again', async (t) => {
    const server = await serve(t, await preparedFolder(t), ['--shutdown-timeout', '3600'])
    const socket = await begin(server.url, 10)
    let ended: unknown
    const stopped = server.stop('SIGTERM').then((how) => {
      ended = how
    })
    await server.logged(/"msg":"stopping"/)
    const again = setInterval(() => ended ?? server.signal('SIGTERM'), 50)
    await stopped
    clearInterval(again)
    assert.deepEqual(ended, { code: 143, signal: null })
    socket.destroy()
  })
})

describe('an error that nobody caught', () => {
  it('is logged with its stack, and ends the server', async (t) => {
    const bomb = "data:text/javascript,process.once('SIGUSR2',()=>{throw%20new%20Error('boom')})"
    const server = await serve(t, await makeFolder(t), [], { env: { NODE_OPTIONS: `--import=${bomb}` } })
    assert.deepEqual(await server.stop('SIGUSR2'), { code: 1, signal: null })
    const line = JSON.parse(server.stderr().trimEnd().split('\n').at(-1) ?? '')
    assert.deepEqual([line.level, line.msg, line.error.message], ['fatal', 'uncaught error', 'boom'])
    assert.match(line.error.stack, /at process/)
  })
})

/** Begins a request without its body. Resolves when the server has seen it and says that the client may continue. */
async function begin(url: string, length: number): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const fields = { ...headers, host: 'x', 'content-length': length, expect: '100-continue' }
  const lines = Object.entries(fields).map((pair) => pair.join(': '))
  socket.write(`POST /api/v4/autodialer/groups/add HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  const [text] = await once(
    socket.setEncoding('utf8').on('error', () => {}),
    'data',
  )
  assert.match(text, /^HTTP\/1\.1 100 Continue/)
  return socket
}
