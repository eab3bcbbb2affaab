import assert from 'node:assert/strict'
import { userInfo } from 'node:os'
import { describe, it, type TestContext } from 'node:test'
import { makeFolder, run } from './support/command.ts'
import { send } from './support/http.ts'
import { startServer } from './support/server.ts'

interface Change {
  readonly number: number
  readonly noun: string
  readonly verb: string
  readonly subject: string
  readonly name: string | null
  readonly accountName: string | null
  readonly at: string
}

/** Commands on a book of their own. */
async function bookOf(t: TestContext) {
  const folder = await makeFolder(t)
  const ok = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(folder, args)
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, args.join(' '))
    return stdout
  }
  return {
    ok,
    json: async <T>(...args: string[]) => JSON.parse(await ok(...args, '--json')) as T,
    async fails(code: number, ...args: string[]): Promise<string> {
      const ended = await run(folder, args)
      assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code, stdout: '' }, args.join(' '))
      return ended.stderr
    },
  }
}

describe('the names of accounts', { concurrency: 2 }, () => {
  it('are 1 to 64 printable characters, on one line, unique without case', async (t) => {
    const { ok, json, fails } = await bookOf(t)
    assert.equal(await ok('account', 'add', '  Acme '), "account 'Acme' is there now\n")
    assert.match(await fails(1, 'account', 'add', ''), /needs a name/)
    assert.match(await fails(1, 'account', 'add', 'x'.repeat(3000)), /64 characters at the most/)
    assert.match(await fails(1, 'account', 'add', 'a\n2   forged  enabled'), /printable characters only/)
    assert.match(await fails(1, 'account', 'add', 'a\u001b[2J'), /printable characters only/)
    assert.equal(await fails(1, 'account', 'add', 'ACME'), "dialbook: there is an account named 'ACME' already\n")
    const unknown = await fails(1, 'account', 'enable', 'a\u001b[2J\nb')
    assert.equal(unknown, "dialbook: there is no such account as 'a\\u001b[2J\\u000ab'\n")

    await ok('account', 'add', 'beta')
    assert.match(await fails(1, 'account', 'rename', 'beta', 'acme'), /named 'acme' already/)
    assert.equal(await ok('account', 'rename', 'BETA', 'gamma'), "account 'BETA' is named 'gamma' now\n")
    assert.match(await fails(1, 'account', 'rename', 'beta', 'x'), /no such account as 'beta'/)
    const [renamed] = await json<Change[]>('changes', 'list', '--limit', '1')
    assert.deepEqual([renamed?.noun, renamed?.verb, renamed?.subject], ['account', 'update', 'gamma'])
    await ok('changes', 'undo', String(renamed?.number))
    assert.match(await ok('account', 'list'), /^2 +beta +enabled/m)
  })

  it('are needed where there are several; the message says what helps', async (t) => {
    const { ok, fails } = await bookOf(t)
    for (const name of ['one', 'two']) await ok('account', 'add', name)
    const message = await fails(1, 'trunk', 'list')
    assert.match(message, /with --account: there are one, two; or .*`dialbook account rename NAME default`/)
    await ok('account', 'rename', 'two', 'default')
    assert.match(await ok('trunk', 'list'), /there is no trunk/)
    assert.match(await ok('account', '--help'), /where there are[\s\S]*several[\s\S]*default/)
  })
})

describe('dialbook account remove', () => {
  it('removes what is empty, or all with --force, at once for a running server; an undo brings it back', async (t) => {
    const key = ['key', 'add', 'simotel', '--auth', 'token', '--token', 'T'.repeat(50)]
    const server = await startServer({ prepare: [['account', 'add', 'acme'], key] })
    t.after(() => server.stop())
    const ping = async (): Promise<number> => {
      const headers = { 'X-APIKEY': 'T'.repeat(50), 'Content-Type': 'application/json' }
      return (await send(server, { path: '/api/v4/autodialer/groups/add', headers, body: '{"name":"g"}' })).status
    }
    assert.equal(await ping(), 200)
    await assert.rejects(
      server.cli('account', 'remove', 'acme'),
      /not empty: it has groups: 1, credentials: 1; with --force/,
    )
    assert.equal(await ping(), 200)
    const removed = JSON.parse(await server.cli('account', 'remove', 'Acme', '--force', '--json')) as { change: number }
    assert.equal(await ping(), 401)
    assert.doesNotMatch(await server.cli('account', 'list'), /acme/)
    assert.doesNotMatch(await server.cli('key', 'list'), /simotel/)
    assert.doesNotMatch(await server.cli('changes', 'list'), /"g"/)
    await assert.rejects(server.cli('changes', 'list', '--account', 'acme'), /no such account/)
    await server.cli('account', 'add', 'ACME')
    await assert.rejects(server.cli('changes', 'undo', String(removed.change)), /named 'acme' already/)
    assert.match(
      await server.cli('account', 'remove', 'acme'),
      /is removed; `dialbook changes undo \d+` brings it back/,
    )
    assert.match(await server.cli('changes', 'undo', String(removed.change)), /is undone: account add "acme"/)
    assert.equal(await ping(), 200)
    assert.match(await server.cli('changes', 'list', '--account', 'acme'), /group add "g"/)
  })
})

describe('dialbook changes list', () => {
  it('filters by account, noun, subject, author and time', async (t) => {
    const { ok, json, fails } = await bookOf(t)
    for (const account of ['one', 'two']) {
      await ok('account', 'add', account)
      await ok('forward-rules', 'allow', '09', '--account', account)
    }
    await ok('trunk', 'set', 't1', '--host', 'localhost', '--account', 'two')
    const list = async (...args: string[]): Promise<string[]> =>
      (await json<Change[]>('changes', 'list', ...args)).map(({ noun, subject }) => `${noun} ${subject}`)
    assert.deepEqual(await list('--account', 'one'), ['forward-rule 09'])
    assert.deepEqual(await list('--account', 'TWO'), ['trunk t1', 'forward-rule 09'])
    assert.deepEqual(await list('--noun', 'account'), ['account two', 'account one'])
    assert.deepEqual(await list('--subject', '09', '--account', 'two'), ['forward-rule 09'])
    assert.deepEqual(await list('--limit', '1'), ['trunk t1'])
    assert.equal((await list('--author', 'cli')).length, 5)
    assert.deepEqual(await list('--author', 'key 7'), [])
    const user = userInfo().username
    assert.equal((await list('--author', user)).length, 5)
    assert.match(await ok('changes', 'list', '--limit', '1'), new RegExp(`  two  cli ${user}  trunk add "t1"`))
    const [last] = await json<Change[]>('changes', 'list', '--limit', '1')
    const at = last?.at ?? ''
    assert.deepEqual([(await list('--since', at))[0], (await list('--since', '9999-01-01')).length], ['trunk t1', 0])
    assert.deepEqual(
      [(await list('--until', '2000-01-01')).length, (await list('--until', '9999-12-31T00:00')).length],
      [0, 5],
    )
    assert.match(await fails(2, 'changes', 'list', '--since', 'yesterday'), /a day or a time/)
    assert.match(await fails(2, 'changes', 'list', '--noun', 'grup'), /Allowed choices/)
  })
})

describe('dialbook extensions list', () => {
  it('pages through the extensions of an account, without their secrets', async (t) => {
    const token = 'T'.repeat(50)
    const key = ['key', 'add', 'simotel', '--auth', 'token', '--token', token]
    const server = await startServer({ prepare: [['account', 'add', 'acme'], key] })
    t.after(() => server.stop())
    const headers = { 'X-APIKEY': token, 'Content-Type': 'application/json' }
    for (const number of ['101', '102', '103']) {
      const body = JSON.stringify({ name: `user ${number}`, number, secret: 'Sip-Secret-1' })
      await send(server, { path: '/api/v4/pbx/users/add', headers, body })
    }
    const first = await server.cli('extensions', 'list', '--limit', '2')
    assert.match(first, /^ID +NUMBER +NAME +ACTIVE\n1 +101 +user 101 +yes\n2 +102 .*\nthere are more: add --after 2\n$/)
    const rest = await server.cli('extensions', 'list', '--after', '2', '--json')
    assert.doesNotMatch(rest, /Sip-Secret|digest|sealed/)
    const { extensions, next } = JSON.parse(rest) as { extensions: { number: string }[]; next: number | null }
    assert.deepEqual([extensions.map(({ number }) => number), next], [['103'], null])
    await assert.rejects(server.cli('extensions', 'list', '--limit', '1001'), /from 1 to 1000/)
    await server.cli('account', 'add', 'beta')
    assert.match(await server.cli('extensions', 'list', '--account', 'beta'), /there are no extensions/)
  })
})
