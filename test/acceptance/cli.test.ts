import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { makeFolder, type Ran, run } from './support/command.ts'
import { send } from './support/http.ts'
import { type Server, startServer } from './support/server.ts'

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

type Run = (...args: string[]) => Promise<Ran>

/** A book of the test's own, with the commands on it. */
async function bookOf(t: TestContext): Promise<{
  ok: (...args: string[]) => Promise<string>
  json: <T>(...args: string[]) => Promise<T>
  fails: (code: number, ...args: string[]) => Promise<string>
}> {
  const folder = await makeFolder(t)
  const ran: Run = (...args) => run(folder, args)
  const ok = async (...args: string[]) => {
    const { code, stdout, stderr } = await ran(...args)
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, args.join(' '))
    return stdout
  }
  return {
    ok,
    json: async <T>(...args: string[]) => JSON.parse(await ok(...args, '--json')) as T,
    async fails(code, ...args) {
      const ended = await ran(...args)
      assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code, stdout: '' }, args.join(' '))
      assert.doesNotMatch(ended.stderr, /^ +at /m, 'a stack is not for people')
      return ended.stderr
    },
  }
}

describe('dialbook, the command line', { concurrency: 2 }, () => {
  it('keeps routes of calls that come in, and says where one would go', async (t) => {
    const { ok, fails } = await bookOf(t)
    await ok('account', 'add', 'acme')
    await ok('account', 'set', 'acme', '--country', 'IR')
    assert.match(await ok('route', 'list'), /^there is no route: calls go to the extension of the number/)
    await ok('extensions', 'add', '500..501')
    assert.equal(
      await ok('route', 'add', '0219100*', '--to', '500, 501', '--ring', 'turn'),
      'route 1: calls to 0219100* go to 500, 501 in turn\n',
    )
    await ok('route', 'add', 'any', '--outside', '0912 111 2233')
    assert.match(await ok('route', 'list'), /^1 +0219100\* +any +500, 501 in turn\n2 +any +any +09121112233 outside$/m)
    assert.equal(await ok('route', 'test', '+982191001234'), '+982191001234 goes to 500, 501 in turn, by the route 1\n')
    assert.match(await ok('route', 'test', '0351'), /is refused by the route 2: 09121112233 outside: no trunk/)
    assert.equal(await ok('route', 'test', '500'), '500 is an extension\n')
    assert.equal(await ok('route', 'remove', '1'), 'calls to 0219100* have the route 1 no more\n')
    for (const [wrong, ...args] of [
      [2, '0912x', '--to', '500'],
      [2, '0912', '--to', '500,x'],
      [1, '0912'],
      [1, '0912', '--to', '500', '--outside', '0912'],
      [1, '0912', '--to', '999'],
      [1, '0912', '--to', '500', '--trunk', 'nowhere'],
    ] as const) {
      assert.notEqual(await fails(wrong, 'route', 'add', ...args), '')
    }
  })

  it('keeps incoming rules: blocked, allowed, removed in any spelling, undone', async (t) => {
    const { ok, json, fails } = await bookOf(t)
    const rules = (...args: string[]) => ok('incoming-rules', ...args)
    await ok('account', 'add', 'acme')
    assert.equal(await rules('list'), 'everybody may call in\n')
    await ok('account', 'set', 'acme', '--country', 'IR')
    assert.equal(await rules('block', '0912 111 2233', '--comment', 'sells'), 'calls are refused from 09121112233\n')
    assert.equal(
      await fails(1, 'incoming-rules', 'block', '+989121112233'),
      'dialbook: +989121112233 is blocked already, as 09121112233\n',
    )
    assert.match(await ok('why', '989121112233'), /^calls from it by a trunk are refused: blocked as 09121112233 /m)
    assert.match(await fails(2, 'incoming-rules', 'block', '0912abc'), /It has a "a"\./)
    assert.match(await fails(2, 'incoming-rules', 'block', '1', '--label', 'x'), /unknown option '--label'/)
    assert.match(await fails(1, 'incoming-rules', 'block', '1', '--comment', 'a\nb'), /at most 1000 printable/)

    assert.match(
      await ok('trace', '500', '--from', '+989121112233'),
      / {2}refused \(603\): calls from \+989121112233 are/,
    )
    const made = await json<{ rule: { hexId: string } }>(
      ...['incoming-rules', 'allow', '+989121112233', '--label', 'vip', '--label', 'b'],
    )
    const allowed = { id: 2, verdict: 'allow', number: '+989121112233', labels: ['vip', 'b'], comment: '' }
    assert.deepEqual(made, { account: 'acme', rule: { ...allowed, hexId: made.rule.hexId } })
    assert.match(
      await ok('trace', '500', '--from', '09121112233'),
      /not found \(404\): 500 is no extension, no extension shows it/,
    )
    assert.equal(
      await rules('list'),
      'ID  VERDICT  NUMBER         LABELS  COMMENT\n1   block    09121112233            sells\n2   allow    +989121112233  vip, b\n',
    )
    assert.match(await rules('list', '--limit', '1'), /there are more: add --after 1\n$/)
    assert.equal((await json<{ rules: unknown[] }>('incoming-rules', 'list', '--after', '1')).rules.length, 1)

    assert.match(await fails(1, 'incoming-rules', 'remove', '9121112233'), /both blocked and allowed: add --verdict/)
    assert.equal(await rules('remove', '9121112233', '--verdict', 'allow'), '+989121112233 is not allowed any more\n')
    assert.match(await ok('changes', 'list', '--limit', '1'), /incoming-rule.*\+989121112233/)
    assert.equal(await rules('remove', '00989121112233'), '09121112233 is not blocked any more\n')
    assert.match(
      await fails(1, 'incoming-rules', 'remove', '09121112233'),
      /there is no such incoming rule as 09121112233/,
    )
    const [last] = await json<{ number: number }[]>('changes', 'list')
    await ok('changes', 'undo', String(last?.number))
    assert.match(await rules('list'), /1 +block +09121112233/)
  })

  it('has help on every level', async (t) => {
    const { ok, fails } = await bookOf(t)
    assert.match(await ok('--help'), /serve[\s\S]*config[\s\S]*account[\s\S]*key[\s\S]*ip[\s\S]*changes/)
    assert.match(await ok('key', '--help'), /add[\s\S]*list[\s\S]*disable[\s\S]*enable[\s\S]*remove/)
    assert.match(await ok('key', 'add', '--help'), /simotel/)
    assert.match(await ok('key', 'add', 'simotel', '--help'), /--data[\s\S]*--json[\s\S]*--account[\s\S]*--allow/)
    assert.match(await ok('serve', '--help'), /DIALBOOK_PORT, default: 8080/)
    assert.match(await ok('--version'), /^\d+\.\d+\.\d+/)
    assert.match(await fails(2, 'acount'), /Did you mean account\?/)
    assert.match(await fails(2), /Usage: dialbook/)
    assert.match(await fails(2, 'account', 'add'), /missing required argument 'name'/)
  })

  it('keeps accounts', async (t) => {
    const { ok, json, fails } = await bookOf(t)
    assert.equal(await ok('account', 'add', 'acme'), "account 'acme' is there now\n")
    const { createdAt, ...beta } = await json<{ createdAt: string }>('account', 'add', 'beta')
    assert.match(createdAt, isoTime)
    assert.deepEqual(beta, { id: 2, name: 'beta', enabled: true, hasMasterKey: false, country: null, timeZone: null })
    assert.equal(await fails(1, 'account', 'add', 'acme'), "dialbook: there is an account named 'acme' already\n")
    assert.equal(await ok('account', 'disable', 'acme'), "account 'acme' is disabled\n")
    assert.match(
      await ok('account', 'list'),
      /^ID +NAME +STATE +COUNTRY +MADE\n1 +acme +disabled .*\n2 +beta +enabled .*\n$/,
    )
    assert.equal((await json<{ enabled: boolean }>('account', 'enable', 'acme')).enabled, true)
    const listed = await json<{ name: string; enabled: boolean }[]>('account', 'list')
    assert.deepEqual(
      listed.map(({ name, enabled }) => [name, enabled]),
      [
        ['acme', true],
        ['beta', true],
      ],
    )
    const { masterKey, hasMasterKey } = await json<Record<string, unknown>>('account', 'rotate-master', 'beta')
    assert.match(String(masterKey), /^[A-Za-z0-9]{40}$/)
    assert.equal(hasMasterKey, true)
    assert.doesNotMatch(await ok('changes', 'list', '--json'), new RegExp(String(masterKey)))
    assert.equal(await fails(1, 'account', 'enable', 'nobody'), "dialbook: there is no such account as 'nobody'\n")
  })

  it('sets the country of an account, and takes it back', async (t) => {
    const { ok, json, fails } = await bookOf(t)
    await ok('account', 'add', 'acme')
    assert.equal(
      await ok('account', 'set', 'ACME', '--country', 'ir'),
      "account 'acme' has the country IR now, and the time zone Asia/Tehran\n",
    )
    assert.match(
      await fails(1, 'account', 'set', 'acme', '--country', 'Persia'),
      /two letters of ISO 3166-1, as IR or DE/,
    )
    assert.match(await fails(1, 'account', 'set', 'acme'), /--country or --time-zone/)
    assert.match(await fails(1, 'account', 'set', 'nobody', '--country', 'IR'), /no such account/)
    const country = async (): Promise<unknown> => (await json<{ country: unknown }[]>('account', 'list'))[0]?.country
    assert.equal(await country(), 'IR')
    await ok('account', 'set', 'acme', '--country', 'none')
    assert.equal(await country(), null)
    await ok('changes', 'undo', '3')
    assert.equal(await country(), 'IR')
  })

  it('puts new schedules into the time zone of the account, or of its country', async (t) => {
    const { ok, json, fails } = await bookOf(t)
    await ok('account', 'add', 'acme')
    const zone = async (...more: string[]): Promise<string> => {
      const made = await json<{ schedule: { timeZone: string } }>(
        'schedule',
        'add',
        's',
        '--hours',
        'mon 09:00-17:00',
        ...more,
      )
      return made.schedule.timeZone
    }
    assert.equal(await zone(), 'Asia/Tehran')
    await ok('account', 'set', 'acme', '--country', 'AF')
    assert.equal(await zone(), 'Asia/Kabul')
    assert.match(await ok('account', 'set', 'acme', '--country', 'US'), /no time zone, since that country has several/)
    assert.match(await fails(1, 'schedule', 'add', 's', '--hours', 'mon 09:00-17:00'), /US has several time zones/)
    assert.equal(await zone('--time-zone', 'America/Denver'), 'America/Denver')
    await ok('account', 'set', 'acme', '--time-zone', 'America/Chicago')
    assert.equal(await zone(), 'America/Chicago')
    const kept = (await json<{ country: string; timeZone: string }[]>('account', 'list'))[0]
    assert.deepEqual([kept?.country, kept?.timeZone], ['US', 'America/Chicago'])
    await ok('changes', 'undo', '7')
    assert.match(await fails(1, 'schedule', 'add', 's', '--hours', 'mon 09:00-17:00'), /US has several time zones/)
    for (const wrong of ['Mars/Olympus', '', '+03:30']) {
      assert.match(
        await fails(2, 'account', 'set', 'acme', '--time-zone', wrong),
        /must be a time zone such as Asia\/Tehran/,
      )
    }
    assert.match(
      await ok('account', 'set', 'acme', '--country', 'none', '--time-zone', 'none'),
      /time zone Asia\/Tehran/,
    )
  })

  it('keeps credentials, and shows their secrets only once', async (t) => {
    const { ok, json, fails } = await bookOf(t)
    assert.match(
      await fails(1, 'key', 'add', 'simotel'),
      /there is no book in .*: name its place by --data .* or begin one/,
    )
    await ok('account', 'add', 'acme')
    const shown = await ok('key', 'add', 'simotel')
    const password = /^ {2}password {2}(\S{16,})$/m.exec(shown)?.[1] ?? assert.fail(shown)
    assert.match(shown, /^credential 1 for Simotel.*account 'acme'\. It is shown only once:$/m)
    assert.match(shown, /^ {2}token +\S{50}$/m)

    await ok('account', 'add', 'beta')
    assert.match(await fails(1, 'key', 'add', 'simotel'), /--account: there are acme, beta/)
    assert.match(await fails(1, 'key', 'add', 'simotel', '--account', 'gamma'), /no such account as 'gamma'/)
    await ok('account', 'add', 'default')
    assert.equal((await json<{ account: string }>('key', 'add', 'simotel')).account, 'default')

    const file = join(await makeFolder(t), 'password')
    writeFileSync(file, 'Secret-1\n')
    const given = [
      '--account',
      'beta',
      '--username',
      'u',
      '--password-file',
      file,
      '--auth',
      'basic',
      '--reveal-secrets',
    ]
    const allowed = ['--allow', '/pbx/users/add', '--allow', '/autodialer/groups/*']
    const { createdAt: _, ...key } = await json<{ createdAt: string }>('key', 'add', 'simotel', ...given, ...allowed)
    const credential = {
      id: 3,
      accountId: 2,
      dialect: 'simotel',
      scheme: 'basic',
      username: 'u',
      permissions: ['/pbx/users/add', '/autodialer/groups/*'],
      revealsSecrets: true,
      ...{ requiresMatch: false, sameBodyWithin: null },
      enabled: true,
      account: 'beta',
    }
    assert.deepEqual(key, { ...credential, key: { auth: 'basic', username: 'u', password: 'Secret-1' } })
    assert.match(await fails(1, 'key', 'add', 'simotel', ...given), /username or the token is in use/)
    assert.match(
      await fails(1, 'key', 'add', 'simotel', '--account', 'beta', '--auth', 'magic'),
      /basic, token or both/,
    )

    assert.equal(await ok('key', 'disable', '3'), 'credential 3 is disabled\n')
    const [list, jsonList] = [await ok('key', 'list'), await ok('key', 'list', '--json')]
    assert.match(list, /^3 +simotel +beta +basic +u +\/pbx\/users\/add \/autodialer\/groups\/\* +yes +disabled/m)
    assert.deepEqual((JSON.parse(jsonList) as Record<string, unknown>[]).map(({ createdAt: _, ...each }) => each)[2], {
      ...credential,
      enabled: false,
    })
    for (const text of [list, jsonList]) assert.ok(!text.includes(password) && !/hash|Secret-1/i.test(text))
    assert.equal((await json<{ enabled: boolean }>('key', 'enable', '3')).enabled, true)
    assert.deepEqual(await json('key', 'remove', '3'), { removed: 3 })
    assert.equal(await fails(1, 'key', 'remove', '3'), 'dialbook: there is no such credential as 3\n')
    assert.match(await fails(2, 'key', 'disable', 'three'), /whole number from 1/)
  })

  it('keeps the networks that may call', async (t) => {
    const { ok, json, fails } = await bookOf(t)
    await ok('account', 'add', 'acme')
    assert.equal(await ok('ip', 'list'), 'everybody may call\n')
    assert.equal(await ok('ip', 'allow', '192.0.2.7'), '192.0.2.7/32 may call; nobody else may\n')
    const networks = ['192.0.2.7/32', '2001:db8::/32']
    assert.deepEqual(await json('ip', 'allow', '2001:DB8:0::1/32'), { allowed: '2001:db8::/32', networks })
    assert.equal(await ok('ip', 'list'), '192.0.2.7/32\n2001:db8::/32\n')
    assert.deepEqual(await json('ip', 'list'), { networks })
    assert.equal(await ok('ip', 'remove', '2001:db8::/32'), '2001:db8::/32 is off the list\n')
    assert.match(await ok('ip', 'remove', '192.0.2.7'), /it was the last one, so everybody may call again/)
    assert.match(await fails(1, 'ip', 'remove', '192.0.2.7'), /no such allowed network as 192\.0\.2\.7\/32/)
    await ok('ip', 'allow', '10.0.0.0/8')
    assert.deepEqual(await json('ip', 'allow-all'), { removed: ['10.0.0.0/8'], networks: [] })
    assert.equal(await ok('ip', 'allow-all'), 'everybody may call\n')
    assert.match(await fails(2, 'ip', 'allow', '10.0.0.0/40'), /must be an address or a network/)
  })

  it('prints the settings that hold, with their source', async (t) => {
    const folder = await makeFolder(t)
    writeFileSync(join(folder, 'dialbook.config.json'), '{ "port": 1, "host": "::1", "sip": { "realm": "pbx" } }')
    const env = { DIALBOOK_PORT: '2', DIALBOOK_LOG_LEVEL: 'warn' }
    const human = await run(folder, ['config', '--port', '3'], env)
    assert.match(human.stdout, /^port +3 +--port$/m)
    assert.match(human.stdout, /^logLevel +warn +DIALBOOK_LOG_LEVEL$/m)
    assert.match(human.stdout, /^host +::1 +dialbook\.config\.json$/m)
    assert.match(human.stdout, /^shutdownTimeout +10 +default$/m)
    assert.match(human.stdout, /^bodyLimit +64MiB +default$/m)
    assert.match(human.stdout, /^database\.url +default$/m)
    const json = JSON.parse((await run(folder, ['config', '--json'], env)).stdout)
    assert.deepEqual(json.port, { value: 2, from: 'DIALBOOK_PORT' })
    assert.deepEqual(json['sip.realm'], { value: 'pbx', from: 'dialbook.config.json' })
  })

  it('names every wrong setting at once, whatever the command', async (t) => {
    const folder = await makeFolder(t)
    writeFileSync(join(folder, 'other.json'), '{ "hosts": "a" }')
    const wrong = await run(folder, ['account', 'list', '--config', 'other.json'], { DIALBOOK_PORT: '-1' })
    assert.deepEqual(wrong, {
      code: 2,
      stdout: '',
      stderr:
        'dialbook: the settings are not usable:\n' +
        '  hosts (in other.json) is not a setting; did you mean host?\n' +
        '  port: "-1" (from DIALBOOK_PORT) is not a whole number from 0 to 65535\n',
    })
  })

  it('says why a book cannot be opened', async (t) => {
    const folder = await makeFolder(t)
    writeFileSync(join(folder, 'data'), 'not a folder')
    const { code, stderr } = await run(folder, ['account', 'add', 'x'])
    assert.equal(code, 1)
    assert.match(stderr, /^dialbook: cannot open the book in \.\/data: .*\n$/)
  })
})

describe('dialbook, the command line, beside a running server', () => {
  const signedIn = {
    authorization: `Basic ${Buffer.from('u:Secret-123').toString('base64')}`,
    'content-type': 'application/json',
  }
  const statusOf = async (server: Server) => {
    const answer = await send(server, { path: '/api/v4/autodialer/groups/search', headers: signedIn, body: '{}' })
    return answer.status
  }

  it('takes effect at the next request, and lists what was changed', async (t) => {
    const key = ['key', 'add', 'simotel', '--username', 'u', '--password', 'Secret-123', '--auth', 'basic']
    const server = await startServer({ prepare: [['account', 'add', 'acme']] })
    t.after(() => server.stop())
    assert.equal(await statusOf(server), 401)
    await server.cli(...key)
    assert.equal(await statusOf(server), 200)
    for (const [off, on, status] of [
      [['key', 'disable', '1'], ['key', 'enable', '1'], 401],
      [['account', 'disable', 'acme'], ['account', 'enable', 'acme'], 401],
      [['ip', 'allow', '192.0.2.0/24'], ['ip', 'allow-all'], 403],
    ] as const) {
      await server.cli(...off)
      assert.equal(await statusOf(server), status, off.join(' '))
      await server.cli(...on)
      assert.equal(await statusOf(server), 200, on.join(' '))
    }

    const call = async (path: string, body: object) => {
      const answer = await send(server, { path: `/api/v4/${path}`, headers: signedIn, body: JSON.stringify(body) })
      assert.equal(JSON.parse(answer.text).success, 1, answer.text)
      return JSON.parse(answer.text).data._id as string
    }
    const group = await call('autodialer/groups/add', { name: 'customers', numbers: ['1', '2', '3'] })
    await call('autodialer/groups/update', { _id: group, numbers: ['4', '5'], description: 'ours' })
    const sipSecret = 'Sip-secret-1234'
    await call('pbx/users/add', { user_type: 'SIP', name: 'Ann', number: '101', secret: sipSecret })

    const lines = (await server.cli('changes', 'list', '--limit', '3')).trimEnd().split('\n')
    const [user, update, add] = lines
    assert.equal(lines.length, 3)
    assert.match(String(user), /^#\d+ {2}\S+Z {2}acme {2}simotel key 1 {2}extension add "101" {2}.*name: – → "Ann"/)
    assert.match(String(update), / {2}group update "customers" {2}count: 3 → 2, description: .* → "ours"$/)
    assert.match(String(add), / {2}group add "customers" {2}.*count: – → 3/)
    const all = await server.cli('changes', 'list', '--limit', '1000', '--json')
    for (const text of [lines.join('\n'), all]) assert.doesNotMatch(text, /Sip-secret|Secret-123|scrypt/)
    const changes = JSON.parse(all) as { number: number; noun: string; at: string; before: object; after: object }[]
    assert.deepEqual(
      changes.map(({ number }) => number),
      changes.map((_, index) => changes.length - index),
    )
    assert.match(changes[0]?.at ?? '', isoTime)

    const updated = /^#(\d+)/.exec(String(update))?.[1] ?? ''
    assert.match(await server.cli('changes', 'undo', updated), /is undone: group update "customers" .*count: 2 → 3/)
    const found = await send(server, {
      path: '/api/v4/autodialer/groups/search',
      headers: signedIn,
      body: '{"alike":true,"conditions":{"name":"customers"}}',
    })
    assert.match(found.text, /"count":3/)
    await assert.rejects(server.cli('changes', 'undo', updated), /has changed since/)
    await assert.rejects(server.cli('changes', 'undo', '99999'), /no such change as 99999/)
  })

  it('keeps passwords and tokens from the book', async (t) => {
    const server = await startServer({ prepare: [['account', 'add', 'acme']] })
    t.after(() => server.stop())
    const made = JSON.parse(await server.cli('key', 'add', 'simotel', '--json')) as { key: Record<string, string> }
    const { password = '', token = '' } = made.key
    assert.ok(password.length >= 16 && token.length >= 32)
    const files = ['book.db', 'book.db-wal'].map((name) => readFileSync(join(server.data, name)))
    for (const secret of [password, token]) assert.ok(files.every((bytes) => !bytes.includes(secret)))
  })
})
