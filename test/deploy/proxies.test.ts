import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, describe, it } from 'node:test'
import { startServer } from '../acceptance/support/server.ts'
import { freePort } from '../free-port.ts'
import { hasProgram } from '../has-program.ts'

const deploy = resolve(import.meta.dirname, '../../deploy')
const folder = mkdtempSync(join(tmpdir(), 'dialbook-proxies-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const server = await startServer({
  args: ['--trust-proxy', 'loopback'],
  prepare: [
    ['account', 'add', 'acme'],
    ['ip', 'allow', '203.0.113.0/24'],
  ],
})
after(() => server.stop())
const { key } = JSON.parse(await server.cli('key', 'add', 'simotel', '--account', 'acme', '--auth', 'basic', '--json'))
const auth = `Basic ${Buffer.from(`${key.username}:${key.password}`).toString('base64')}`

interface Given {
  readonly path: string
  readonly from?: string
  readonly body?: string
}

/** Asks a proxy by TLS, as a client far away whose address another proxy has told. */
async function ask(port: number, { path, from, body }: Given): Promise<{ status: number; text: string }> {
  const outgoing = request({
    host: '127.0.0.1',
    port,
    servername: 'book.example',
    method: 'POST',
    path,
    // The certificate is the test's own.
    rejectUnauthorized: false,
    agent: false,
    headers: {
      Host: `book.example:${port}`,
      Authorization: auth,
      'Content-Type': 'application/json',
      ...(from ? { 'X-Forwarded-For': from } : {}),
    },
  })
  outgoing.end(body ?? '{}')
  const [answer] = await once(outgoing, 'response')
  let text = ''
  for await (const piece of answer.setEncoding('utf8')) text += piece
  return { status: answer.statusCode, text }
}

/** Starts a proxy, and resolves when it accepts connections. */
async function start(command: string, args: readonly string[], port: number): Promise<void> {
  const child = spawn(command, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const ended = once(child, 'close')
  after(async () => {
    child.kill('SIGTERM')
    await ended
  })
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${command} ended:\n${said}`)
    try {
      await ask(port, { path: '/livez' })
      return
    } catch {
      await new Promise((later) => setTimeout(later, 50))
    }
  }
}

const ping = '/api/v4/setting/ping/act'

describe('nginx before dialbook', {
  skip: !hasProgram('nginx') && 'nginx is missing: apt-get install nginx-light',
}, () => {
  const started = (async () => {
    const port = await freePort()
    const [cert, privateKey] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '1',
        '-subj',
        '/CN=book.example',
        '-keyout',
        privateKey,
        '-out',
        cert,
      ],
      { stdio: 'ignore' },
    )
    const site = readFileSync(join(deploy, 'nginx.conf'), 'utf8')
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
      .replace('listen [::]:443 ssl;', '')
      .replace('127.0.0.1:8080', `127.0.0.1:${server.port}`)
      .replace('/etc/ssl/book.example/fullchain.pem', cert)
      .replace('/etc/ssl/book.example/privkey.pem', privateKey)
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    )
    const file = join(folder, 'nginx.conf')
    writeFileSync(
      file,
      `daemon off; pid ${folder}/nginx.pid; events {} http { access_log off; ${temporary.join(' ')}\n${site}}`,
    )
    await start('nginx', ['-e', 'stderr', '-c', file], port)
    return port
  })()

  it('tells the address of the client, which the list of networks judges', async () => {
    const port = await started
    assert.match((await ask(port, { path: ping, from: '203.0.113.7' })).text, /"success":1/)
    assert.equal((await ask(port, { path: ping, from: '198.51.100.7' })).status, 403)
    assert.equal((await ask(port, { path: ping })).status, 403)
  })

  it('leaves doubled slashes and long bodies as they are', async () => {
    const port = await started
    const from = '203.0.113.7'
    assert.match((await ask(port, { path: `/${ping}`, from })).text, /"success":1/)
    const numbers = Array.from({ length: 200_000 }, (_, index) => `09${100_000_000 + index}`)
    const body = JSON.stringify({ name: 'long', numbers })
    assert.match((await ask(port, { path: '/api/v4/autodialer/groups/add', from, body })).text, /"success":1/)
  })

  it('keeps health and metrics to itself', async () => {
    for (const path of ['/metrics', '/healthz', '/livez', '/readyz']) {
      assert.equal((await ask(await started, { path })).status, 404)
    }
  })
})

describe('Caddy before dialbook', { skip: !hasProgram('caddy') && 'Caddy is missing: apt-get install caddy' }, () => {
  const started = (async () => {
    const port = await freePort()
    const site = readFileSync(join(deploy, 'Caddyfile'), 'utf8')
      .replace('book.example {', `https://book.example:${port} {\n\ttls internal\n`)
      .replace('127.0.0.1:8080', `127.0.0.1:${server.port}`)
    const file = join(folder, 'Caddyfile')
    const globals = `{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n\tstorage file_system ${folder}/caddy\n}\n`
    writeFileSync(file, `${globals}${site}`)
    await start('caddy', ['run', '--adapter', 'caddyfile', '--config', file], port)
    return port
  })()

  it('believes no address that a client tells, and tells its own', async () => {
    const port = await started
    assert.equal((await ask(port, { path: ping, from: '203.0.113.7' })).status, 403)
    await server.cli('ip', 'allow', '127.0.0.1')
    assert.match((await ask(port, { path: `/${ping}` })).text, /"success":1/)
  })

  it('keeps health and metrics to itself', async () => {
    for (const path of ['/metrics', '/healthz', '/livez', '/readyz']) {
      assert.equal((await ask(await started, { path })).status, 404)
    }
  })
})
