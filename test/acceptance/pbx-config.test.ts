import assert from 'node:assert/strict'
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { Client } from 'pg'
import { postgresIsMissing, startPostgres } from '../postgres-server.ts'
import { makeFolder, run } from './support/command.ts'

type Run = (...args: string[]) => ReturnType<typeof run>

async function book(t: TestContext, env: Readonly<Record<string, string>> = {}): Promise<{ folder: string; cli: Run }> {
  const folder = await makeFolder(t)
  const cli: Run = (...args) => run(folder, args, env)
  assert.equal((await cli('account', 'add', 'acme')).code, 0)
  return { folder, cli }
}

async function filesOf(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const files = names.map(({ parentPath, name }) => join(parentPath, name))
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)))
}

describe('pbx config', () => {
  test('writes files for their owner only, the same ones again, with passwords that nobody is shown', async (t) => {
    const { folder, cli } = await book(t)
    const first = await cli('pbx', 'config', '--dir', 'pbx')
    assert.equal(first.code, 0, first.stderr)
    const files = await filesOf(join(folder, 'pbx'))
    assert.ok(files.size > 20)
    for (const file of files.keys()) assert.equal((await stat(file)).mode & 0o777, 0o600, file)
    for (const [file, text] of files) assert.doesNotMatch(text, /\{\{\w+\}\}/, file)
    const password = (files.get(join(folder, 'pbx/ari.password')) ?? '').trim()
    assert.match(password, /^[\w-]{32}$/)
    assert.ok(!first.stdout.includes(password))

    assert.equal((await cli('pbx', 'config', '--dir', 'pbx')).code, 0)
    assert.deepEqual(await filesOf(join(folder, 'pbx')), files)
    await cli('pbx', 'config', '--dir', 'other')
    assert.notEqual((await readFile(join(folder, 'other/ari.password'), 'utf8')).trim(), password)
  })

  test('never writes the files that are the site’s own, and reads them', async (t) => {
    const { folder, cli } = await book(t)
    assert.equal((await cli('pbx', 'config', '--dir', 'pbx')).code, 0)
    const etc = (name: string) => join(folder, 'pbx/etc', name)
    for (const kind of ['modules', 'pjsip', 'extensions', 'logger']) {
      await writeFile(etc(`${kind}.local.conf`), `; ${kind} of mine\n`)
      assert.match(await readFile(etc(`${kind}.conf`), 'utf8'), new RegExp(`^#tryinclude ${kind}\\.local\\.conf$`, 'm'))
    }
    assert.equal((await cli('pbx', 'config', '--dir', 'pbx', '--sip-port', '5080')).code, 0)
    for (const kind of ['modules', 'pjsip', 'extensions', 'logger']) {
      assert.equal(await readFile(etc(`${kind}.local.conf`), 'utf8'), `; ${kind} of mine\n`)
    }
    assert.match(
      await readFile(etc('sorcery.conf'), 'utf8'),
      /^endpoint = realtime,ps_endpoints,allow_unqualified_fetch=no$/m,
    )
  })

  test('puts the settings where Asterisk reads them', async (t) => {
    const { folder, cli } = await book(t)
    const options = [
      '--sip-bind',
      '::1',
      '--sip-port',
      '5099',
      '--sip-realm',
      'example.com',
      '--sip-rtp-ports',
      '4000-4999',
    ]
    await cli('pbx', 'config', '--dir', 'pbx', ...options, '--ari-port', '8099', '--ami-port', '5039')
    const etc = (name: string) => readFile(join(folder, 'pbx/etc', name), 'utf8')
    assert.match(await etc('pjsip.conf'), /^default_realm = example\.com$/m)
    assert.match(await etc('pjsip_transports.conf'), /^bind = \[::1\]:5099$/m)
    assert.match(await etc('rtp.conf'), /^rtpstart = 4000\nrtpend = 4999$/m)
    assert.match(await etc('http.conf'), /^bindaddr = 127\.0\.0\.1\nbindport = 8099$/m)
    assert.match(await etc('manager.conf'), /^bindaddr = 127\.0\.0\.1\nport = 5039$/m)
    assert.match(await etc('modules.conf'), /^autoload = no$/m)
    assert.ok((await etc('res_config_sqlite3.conf')).includes(`dbfile => file:${folder}/data/book.db?mode=ro\n`))
  })

  test('serves the account that is named, keeps to it, and asks which one when it cannot know', async (t) => {
    const { cli } = await book(t)
    await cli('account', 'add', 'globex')
    const unclear = await cli('pbx', 'config', '--dir', 'pbx')
    assert.equal(unclear.code, 1)
    assert.match(unclear.stderr, /--pbx-account.*acme, globex/)
    assert.equal((await cli('pbx', 'config', '--dir', 'pbx', '--pbx-account', 'nobody')).code, 1)
    const served = async (...args: string[]) =>
      JSON.parse((await cli('pbx', 'config', '--dir', 'pbx', '--json', ...args)).stdout).account
    assert.equal(await served('--pbx-account', 'globex'), 'globex')
    assert.equal(await served(), 'globex')
    assert.equal(await served('--pbx-account', 'acme'), 'acme')
    const { stdout } = await cli('changes', 'list', '--json')
    const subjects = JSON.parse(stdout).flatMap((change: { noun: string; subject: string }) =>
      change.noun === 'pbx' ? change.subject : [],
    )
    assert.deepEqual(subjects, ['acme', 'calls', 'globex'])
  })

  test('keeps the settings of calls that it is not given', async (t) => {
    const { folder, cli } = await book(t)
    const applied = async (args: string[], env = {}) => {
      assert.equal((await run(folder, ['pbx', 'config', '--dir', 'pbx', ...args], env)).code, 0)
      const changes = JSON.parse((await cli('changes', 'list', '--json')).stdout)
      const { ringTime, forwardAll } = changes.find((change: { subject: string }) => change.subject === 'calls').after
      return [ringTime, forwardAll]
    }
    assert.deepEqual(await applied([]), [20, 'fallback'])
    assert.deepEqual(await applied(['--pbx-ring-time', '7']), [7, 'fallback'])
    assert.deepEqual(await applied([], { DIALBOOK_SIMOTEL_FORWARD_ALL: 'always' }), [7, 'always'])
    assert.deepEqual(await applied(['--pbx-ring-time', '20']), [20, 'always'])
  })

  test('refuses paths that Asterisk could not read, and folders without an Asterisk', async (t) => {
    const { folder, cli } = await book(t)
    await mkdir(join(folder, 'empty'))
    for (const args of [
      ['--dir', 'a;b'],
      ['--dir', 'pbx', '--asterisk', 'empty'],
    ]) {
      const { code, stderr } = await cli('pbx', 'config', ...args)
      assert.equal(code, 1, args.join(' '))
      assert.match(stderr, /^dialbook: .*(plainer|get-asterisk)/)
    }
  })

  test('that fails leaves the book and the folder as they were, and says what to do', async (t) => {
    const { folder, cli } = await book(t)
    await cli('account', 'add', 'globex')
    await writeFile(join(folder, 'file'), '')
    assert.equal((await cli('pbx', 'config', '--dir', 'pbx', '--pbx-account', 'acme')).code, 0)
    const changes = async () => (await cli('changes', 'list', '--json')).stdout
    const before = await changes()
    const names = await readdir(folder)
    const other = ['--pbx-account', 'globex', '--pbx-ring-time', '7', '--simotel-forward-all', 'always']
    for (const [args, said] of [
      [['--dir', 'pbx', '--asterisk', '/nope'], /get-asterisk/],
      [['--dir', 'file'], /cannot write the configuration of the PBX to .*file/],
      [['--dir', ''], /--dir/],
      [['--dir', 'pbx', '--ari-port', '5038'], /--ari-port/],
    ] as const) {
      const { code, stderr } = await cli('pbx', 'config', ...args, ...other)
      assert.equal(code, 1, args.join(' '))
      assert.match(stderr, said)
      assert.match(stderr, /^dialbook: [^\n]+\n$/)
    }
    assert.equal(await changes(), before)
    assert.deepEqual(await readdir(folder), names)
  })
})

describe('pbx config for a book on PostgreSQL', { skip: postgresIsMissing }, () => {
  test("makes a role that reads the PBX's views and nothing else, or says how it is made", async (t) => {
    const postgres = await startPostgres()
    t.after(() => postgres.stop())
    const url = new URL(await postgres.makeDatabase())
    const database = url.pathname.slice(1)
    const { folder, cli } = await book(t, { DIALBOOK_DATABASE_URL: url.href })
    const { code, stdout, stderr } = await cli('pbx', 'config', '--dir', 'pbx')
    assert.equal(code, 0, stderr)
    assert.doesNotMatch(stdout, /FIRST/)
    const conf = await readFile(join(folder, 'pbx/etc/res_pgsql.conf'), 'utf8')
    const password = /^dbpass = ([\w-]{32})$/m.exec(conf)?.[1] ?? ''
    assert.ok(conf.includes(`dbuser = ${database}_pbx\n`))

    const [one, several] = [url.host, `localhost:${url.port},${url.host}`]
    const withHosts = (hosts: string, dir: string) =>
      run(folder, ['pbx', 'config', '--dir', dir, '--new-database-password'], {
        DIALBOOK_DATABASE_URL: `${url.href.replace(one, hosts)}?target_session_attrs=read-write`,
      })
    const both = await withHosts(several, 'both')
    assert.equal(both.code, 0, both.stderr)
    const ways = await readFile(join(folder, 'both/etc/res_pgsql.conf'), 'utf8')
    assert.match(ways, new RegExp(`^dbhost = localhost,127.0.0.1\ndbport = ${url.port}$`, 'm'))
    const apart = await withHosts(`${one},127.0.0.1:1`, 'apart')
    assert.equal(apart.code, 1)
    assert.match(
      apart.stderr,
      /Asterisk has one port for all hosts of the database: have PostgreSQL listen on the same/,
    )

    // The PostgreSQL of the tests asks nobody for a password.
    const role = new Client(Object.assign(new URL(url), { username: `${database}_pbx`, password }).href)
    await role.connect()
    for (const view of ['ps_phones', 'ps_phones_more', 'ps_auths', 'ps_aors', 'ps_ips', 'ps_endpoint_id_ips'])
      await role.query(`select * from ${view}`)
    const operator = new Client(url.href)
    await operator.connect()
    const tables = await operator.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S')
       and relname !~ '^(ps|pbx)_.*' or relname = 'pbx_account'`,
    )
    assert.ok(tables.rows.length > 15)
    for (const { relname } of tables.rows) {
      await assert.rejects(role.query(`select * from ${relname}`), { code: '42501' }, relname)
    }
    await assert.rejects(role.query('create table mine (a int)'), { code: '42501' })
    await assert.rejects(role.query("update ps_phones set context = 'x'"), { code: /42501|55000/ })
    await role.end()

    await operator.query('create role plain login')
    await operator.query(
      `grant all on all tables in schema public to plain; grant all on all sequences in schema public to plain`,
    )
    await operator.query(`drop owned by ${database}_pbx; drop role ${database}_pbx`)
    const plain = Object.assign(new URL(url), { username: 'plain' }).href
    const refused = await run(folder, ['pbx', 'config', '--dir', 'second'], { DIALBOOK_DATABASE_URL: plain })
    assert.equal(refused.code, 0, refused.stderr)
    assert.match(refused.stdout, /FIRST .*second\/role\.sql/)
    await operator.query(await readFile(join(folder, 'second/role.sql'), 'utf8'))
    const password2 = (await readFile(join(folder, 'second/database.password'), 'utf8')).trim()
    const made = new Client(Object.assign(new URL(url), { username: `${database}_pbx`, password: password2 }).href)
    await made.connect()
    await made.query('select * from ps_auths')
    await made.end()
    await operator.end()
  })
  test('leaves the password that a first folder signs in with, and makes a new one only when it is told to', async (t) => {
    const postgres = await startPostgres()
    const url = await postgres.makeDatabase()
    const { folder, cli } = await book(t, { DIALBOOK_DATABASE_URL: url })
    const operator = new Client(url)
    t.after(async () => {
      await operator.end()
      await postgres.stop()
    })
    await operator.connect()
    // The PostgreSQL of the tests asks nobody for a password. The kept hash tells whether the password has changed.
    const kept = async () =>
      (await operator.query('select rolpassword from pg_authid where rolpassword is not null')).rows
    const inFolder = (dir: string) => readFile(join(folder, dir, 'database.password'), 'utf8')

    assert.equal((await cli('pbx', 'config', '--dir', 'first')).code, 0)
    const first = await kept()
    assert.equal(first.length, 1)
    const refused = await cli('pbx', 'config', '--dir', 'second')
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /^dialbook: .*database\.password.*--new-database-password/)
    assert.deepEqual([await kept(), await filesOf(join(folder, 'second'))], [first, new Map()])

    await cp(join(folder, 'first/database.password'), join(folder, 'second/database.password'))
    assert.equal((await cli('pbx', 'config', '--dir', 'second')).code, 0)
    assert.deepEqual([await kept(), await inFolder('second')], [first, await inFolder('first')])
    const conf = await readFile(join(folder, 'second/etc/res_pgsql.conf'), 'utf8')
    assert.ok(conf.includes(`dbpass = ${(await inFolder('first')).trim()}\n`))

    assert.equal((await cli('pbx', 'config', '--dir', 'second', '--new-database-password')).code, 0)
    assert.notDeepEqual(await kept(), first)
    assert.notEqual(await inFolder('second'), await inFolder('first'))
  })
})
