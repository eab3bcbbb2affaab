import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, chownSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { postgresIsMissing } from '../../postgres-server.ts'
import { isHealthy, startDatabase, until } from '../support/cluster.ts'
import { makeFolder, run } from '../support/command.ts'
import { startServer } from '../support/server.ts'

const password = 'Very-secret-password-1'

describe('the address of a database', { skip: postgresIsMissing, timeout: 600_000 }, () => {
  let postgres: Awaited<ReturnType<typeof startDatabase>>
  let address: URL
  before(async () => {
    postgres = await startDatabase()
    address = new URL(postgres.database)
    address.password = password
  })
  after(() => postgres.stop())

  test('shows its password nowhere', async (t) => {
    const folder = await makeFolder(t)
    const configured = await run(folder, ['config'], { DIALBOOK_DATABASE_URL: address.href })
    const absent = await run(folder, ['account', 'list', '--database-url', address.href.replace(/book_\w+/, 'nowhere')])
    const unreachable = await run(folder, [
      'account',
      'list',
      '--database-url',
      `postgres://x:${password}@127.0.0.1:1/x`,
    ])
    const nobodyLeads = await run(folder, ['account', 'list'], {
      DIALBOOK_DATABASE_URL: `postgres://x:${password}@127.0.0.1:1,127.0.0.1:2/x?target_session_attrs=read-write`,
      DIALBOOK_DATABASE_CONNECT_TIMEOUT: '1',
    })
    const malformed = await run(folder, ['account', 'list', '--database-url', `mysql://x:${password}@127.0.0.1/x`])
    assert.deepEqual(
      [configured, absent, unreachable, nobodyLeads, malformed].map(({ code }) => code > 0),
      [false, true, true, true, true],
    )
    assert.match(configured.stdout, /database\.url .*\*{6}/)
    assert.match(absent.stderr, /cannot open the book in postgres:\/\/127\.0\.0\.1:\d+\/nowhere: /)
    assert.match(
      nobodyLeads.stderr,
      /book in postgres:\/\/127\.0\.0\.1:1,127\.0\.0\.1:2\/x: none of the hosts takes writes/,
    )
    const outputs = [configured, absent, unreachable, nobodyLeads, malformed].flatMap(({ stdout, stderr }) => [
      stdout,
      stderr,
    ])

    const server = await startServer({ args: ['--database-url', address.href] })
    server.audit.expect(503)
    await postgres.halt('fast')
    assert.equal(await isHealthy(server), false)
    await postgres.resume()
    await until('it is healthy', () => isHealthy(server))
    const commandLine = readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')
    assert.match(commandLine, /^dialbook/)
    await server.stop()
    assert.match(server.stderr(), /request failed/)
    outputs.push(commandLine, server.stdout(), server.stderr())
    for (const output of outputs) assert.ok(!output.includes(password), output)
  })

  test('takes no parameter that would undo what the store needs', async (t) => {
    const folder = await makeFolder(t)
    for (const parameter of ['options=-c%20synchronous_commit%3Doff', 'statement_timeout=0', 'host=127.0.0.2']) {
      const { code, stderr } = await run(folder, [
        'account',
        'add',
        'x',
        '--database-url',
        `${address.href}?${parameter}`,
      ])
      assert.ok(code > 0)
      assert.match(stderr, /is not an address such as .* with no parameters but sslmode, sslcert, /)
    }
  })

  test('says what is to be done about a database that is not its own', async (t) => {
    const folder = await makeFolder(t)
    const sql = new Client(postgres.database)
    await sql.connect()
    await sql.query('create role guest login; revoke create on schema public from public')
    const add = async (database: URL) => run(folder, ['account', 'add', 'x', '--database-url', database.href])
    const asGuest = new URL(postgres.database)
    asGuest.username = 'guest'
    assert.match((await add(asGuest)).stderr, /permission denied .*: the role must own the database/)
    await sql.end()
    const foreign = new URL(await postgres.makeDatabase())
    const other = new Client(foreign.href)
    await other.connect()
    await other.query('create table accounts (id bigint)')
    await other.end()
    assert.match((await add(foreign)).stderr, /already exists: the database is not empty, and holds no book/)
  })

  test('asks for a certificate that is checked, by sslmode and sslrootcert', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dialbook-tls-'))
    const sql = new Client(postgres.database)
    await sql.connect()
    const { data_directory: data } = (await sql.query('show data_directory')).rows[0]
    const database = await postgres.makeDatabase()
    const authority = await selfSigned(data, 'server')
    const foreign = await selfSigned(folder, 'foreign')
    await sql.query('alter system set ssl = on')
    await sql.query('select pg_reload_conf()')
    let accounts = 0
    const open = (sslrootcert: string) => {
      const query = new URLSearchParams({ sslmode: 'verify-full', sslrootcert })
      return run(folder, ['account', 'add', String(++accounts), '--database-url', `${database}?${query}`])
    }
    await until('it speaks TLS', async () => (await open(authority)).code === 0)
    const refused = await open(foreign)
    assert.deepEqual([refused.code, refused.stdout], [1, ''])
    assert.match(refused.stderr, /cannot open the book in postgres:.*certificate/)
    await sql.end()
    await rm(folder, { recursive: true })
  })
})

/** Makes a certificate for 127.0.0.1 and its key, of the owner of the folder. Returns the file of the certificate. */
async function selfSigned(folder: string, name: string): Promise<string> {
  const [certificate, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const output = ['-keyout', key, '-out', certificate, '-days', '2']
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...output])
  const { uid, gid } = statSync(folder)
  for (const file of [certificate, key]) chownSync(file, uid, gid)
  chmodSync(key, 0o600)
  return certificate
}
