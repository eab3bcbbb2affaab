// Long: a hundred commands are started.
import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Server } from './support/server.ts'
import { addAccount, Client, startSimotel, uniqueNumber } from './support/simotel.ts'

interface Trace {
  readonly paths: readonly {
    readonly end: string
    readonly at: string
    readonly why: string
    readonly steps: readonly { number: string; state: string | null; decision: { kind: string; rule: string } | null }[]
  }[]
}

describe('forwards at the command line', () => {
  let server: Server
  let client: Client
  before(async () => {
    server = await startSimotel()
    client = new Client(server)
  })
  after(() => server.stop())

  const cli = (...args: string[]) => server.cli(...args, '--account', 'acme')
  const json = async <T>(...args: string[]) => JSON.parse(await cli(...args, '--json')) as T
  const fails = async (code: number, ...args: string[]): Promise<string> => {
    const failed = (await cli(...args).then(
      () => assert.fail(`${args} is taken`),
      (error) => error,
    )) as {
      code: number
      stderr: string
    }
    assert.equal(failed.code, code, failed.stderr)
    assert.doesNotMatch(failed.stderr, /^ +at /m)
    return failed.stderr
  }
  const lastChange = async () => {
    const [last] = JSON.parse(await server.cli('changes', 'list', '--json')) as { number: number }[]
    return String(last?.number)
  }
  const extension = async (forward_policy = {}, number = uniqueNumber()): Promise<string> => {
    await client.data('pbx/users/add', { name: 'n', number, secret: 'Sip-Secret-1', forward_policy })
    return number
  }

  it('keeps rules: allowed, denied, replaced, removed and undone', async () => {
    assert.equal(await cli('forward-rules', 'list'), 'no outside number may be forwarded to\n')
    assert.equal(await cli('forward-rules', 'allow', '0912'), 'calls may be forwarded to 0912…\n')
    assert.equal(await cli('forward-rules', 'deny', '0912'), 'no call goes to 0912…\n')
    const made = await json('forward-rules', 'allow', '+49')
    assert.deepEqual(made, { account: 'acme', prefix: '+49', verdict: 'allow' })
    assert.equal(await cli('forward-rules', 'list'), 'PREFIX  VERDICT\n+49     allow\n0912    deny\n')
    await cli('forward-rules', 'remove', '0912')
    assert.deepEqual(await json('forward-rules', 'list'), {
      account: 'acme',
      rules: [{ prefix: '+49', verdict: 'allow' }],
    })
    await server.cli('changes', 'undo', await lastChange())
    await server.cli('changes', 'undo', await lastChange())
    assert.match(await fails(1, 'forward-rules', 'remove', '0912'), /there is no such forward rule as 0912/)
    assert.match(await fails(2, 'forward-rules', 'allow', '09x'), /1 to 20 digits, with or without a \+ before them/)
    const other = await addAccount(server)
    assert.match(await server.cli('forward-rules', 'list', '--account', other.name), /^no outside number/)
  })

  it('keeps trunks, and shows no password', async () => {
    assert.equal(await cli('trunk', 'list'), 'no call goes out: there is no trunk\n')
    const file = join(server.data, 'password')
    await writeFile(file, 'Trunk-Password\nnot this\n')
    const signIn = ['--username', 'u', '--password-file', file]
    const set = (...args: string[]) => json<{ trunk: object }>('trunk', 'set', ...args)
    const list = async () => (await json<{ trunks: object[] }>('trunk', 'list')).trunks
    const told = { numberForm: 'as-is', defaultNumber: null, privacyPrefix: null }
    const beta = {
      ...{ name: 'beta', host: 'sip.example', port: 5060, username: 'u' },
      ...{ callerId: 'pai', ...told, hasPassword: true },
    }
    assert.partialDeepStrictEqual(await set('beta', '--host', 'sip.example', ...signIn), {
      account: 'acme',
      trunk: beta,
    })
    await cli('trunk', 'set', 'alpha', '--host', '::1', '--port', '5080')
    const alpha = {
      ...{ name: 'alpha', host: '::1', port: 5080, username: null },
      ...{ callerId: 'from', ...told, hasPassword: false },
    }
    assert.partialDeepStrictEqual(await list(), [alpha, beta])
    assert.equal((await list()).length, 2)
    await cli('trunk', 'set', 'beta', '--host', 'sip.example')
    const { trunks } = await json<{ trunks: { hasPassword: boolean }[] }>('trunk', 'list')
    assert.equal(trunks[1]?.hasPassword, false)
    await server.cli('changes', 'undo', await lastChange())
    assert.match(await cli('trunk', 'list'), /beta +sip\.example:5060 +u +set/)
    assert.doesNotMatch(await server.cli('changes', 'list', '--json'), /Trunk-Password/)
    // Asterisk reads the password from the book itself (docs/decisions/054-trunks-live-in-views.md): nothing that leaves it has it.
    const backup = join(server.data, 'a.backup')
    await server.cli('backup', backup)
    assert.ok(!(await readFile(backup)).includes('Trunk-Password'))
    await cli('trunk', 'remove', 'beta')
  })

  it('keeps only a digest of the password where the realm of the other server is named', async () => {
    const file = join(server.data, 'password')
    await writeFile(file, 'Realm-Password\n')
    await cli(
      'trunk',
      'set',
      'beta',
      '--host',
      'sip.example',
      '--username',
      'u',
      '--password-file',
      file,
      '--realm',
      'sip',
    )
    for (const name of await readdir(server.data)) {
      const isBook = name.startsWith('book.db')
      if (isBook) assert.ok(!(await readFile(join(server.data, name))).includes('Realm-Password'), name)
    }
    await cli('trunk', 'remove', 'alpha')
    assert.match(await fails(1, 'trunk', 'remove', 'alpha'), /there is no such trunk as 'alpha'/)
    await cli('trunk', 'remove', 'beta')
  })

  it('refuses a trunk that the PBX could not use', async () => {
    const host = ['--host', 'sip.example']
    assert.match(await fails(2, 'trunk', 'set', '500', ...host), /1 to 40 of a-z, A-Z, 0-9/)
    assert.match(await fails(2, 'trunk', 'set', 'a'), /required option '--host/)
    assert.match(
      await fails(1, 'trunk', 'set', 'a', ...host, '--number-form', 'e164'),
      /needs the country of the account/,
    )
    assert.match(
      await fails(2, 'trunk', 'set', 'a', ...host, '--caller-id', 'x'),
      /Allowed choices are pai, rpid, from, none/,
    )
    assert.match(
      await fails(2, 'trunk', 'set', 'a', ...host, '--privacy-prefix', '67'),
      /It must be a \* and 1 to 5 digits/,
    )
    const file = join(server.data, 'nowhere')
    assert.match(await fails(1, 'trunk', 'set', 'a', ...host, '--password-file', file), /a password needs a --username/)
    const signIn = ['--username', 'u', '--password-file', file]
    assert.match(await fails(1, 'trunk', 'set', 'a', ...host, ...signIn), /cannot read .*nowhere/)
    assert.deepEqual((await json<{ trunks: unknown[] }>('trunk', 'list')).trunks, [])
  })

  it('traces the way of a call, and says why', async () => {
    const last = await extension()
    const second = await extension({ 'No Answer': last })
    const first = await extension({ Busy: second, UnAvailable: '0900123', All: last })
    const said = await cli('trace', first, '--when', 'busy', '--state', `${second}=noanswer`)
    assert.deepEqual(said.split('\n'), [
      `call of ${first}`,
      `  ${first} is busy; Busy says ${second}, taken (an extension)`,
      `  ${second} does not answer; No Answer says ${last}, taken (an extension)`,
      `  ${last} answers`,
      `  answered: ${last} answers`,
      '',
    ])
    const { paths } = await json<Trace>('trace', first, second, '--when', 'unavailable')
    assert.deepEqual(
      paths.map(({ end, at, why }) => [end, at, why]),
      [
        ['unavailable', first, '0900123 is refused: no trunk'],
        ['unavailable', second, `${second} has no target for this`],
      ],
    )
    await cli('trunk', 'set', 'out', '--host', 'sip.example')
    await cli('forward-rules', 'allow', '0900')
    const allowed = await cli('trace', first, '--when', 'unavailable')
    assert.match(allowed, /UnAvailable says 0900123, taken \(allow 0900\)\n {2}goes out: 0900123 .* at the trunk out/)
    await cli('forward-rules', 'remove', '0900')
    assert.match(await cli('trace', first, '--when', 'unavailable'), /0900123, refused \(no rule\)/)
    await cli('trunk', 'remove', 'out')
    assert.match(await cli('trace', '0900123'), /not found \(404\): 0900123 is no extension, and there is no trunk/)
  })

  it('traces what the settings say, once pbx config has applied them', async () => {
    const target = uniqueNumber()
    await client.data('pbx/users/add', { name: 'n', number: target, secret: 'Sip-Secret-1', active: 'no' })
    const first = await extension({ All: target })
    const said = () => cli('trace', first, '--when', 'answer')
    const config = (...args: string[]) =>
      server.cli('pbx', 'config', '--dir', join(server.data, 'pbx'), '--pbx-account', 'acme', ...args)
    assert.match(await said(), new RegExp(`answered: ${first} answers`))
    await config('--simotel-forward-all', 'always')
    assert.match(await said(), new RegExp(`${first} passes on every call; All says ${target}, taken`))
    assert.match(await said(), new RegExp(`unavailable \\(480\\): ${target} is not active`))
    await config()
    assert.match(await said(), /passes on every call/, 'what is not given stays')
    await config('--simotel-forward-all', 'fallback')
    assert.match(await said(), new RegExp(`answered: ${first} answers`))
  })

  it('traces a loop and too many forwards to their end', async () => {
    const chain = [await extension()]
    for (let hop = 0; hop < 6; hop++) chain.unshift(await extension({ Busy: chain[0] }))
    const states = chain.slice(0, -1).flatMap((number) => ['--state', `${number}=busy`])
    const [seventh, sixth] = (await json<Trace>('trace', chain[0] as string, chain[1] as string, ...states)).paths
    assert.deepEqual([seventh?.end, seventh?.why], ['busy', `too many forwards: ${chain.join(' > ')}`])
    assert.deepEqual([sixth?.end, sixth?.at, sixth?.steps.length], ['answer', chain[6], 6])

    const number = uniqueNumber()
    const one = await extension({ All: number }, number)
    const looped = (await json<Trace>('trace', one, '--when', 'noanswer')).paths[0]
    assert.deepEqual([looped?.end, looped?.why], ['busy', `a loop: ${one} > ${one}`])
  })

  it('refuses a call that it cannot trace', async () => {
    assert.match(await fails(2, 'trace'), /missing required argument/)
    assert.match(await fails(2, 'trace', 'x'), /1 to 30 digits/)
    assert.match(await fails(2, 'trace', '500', '--when', 'asleep'), /Allowed choices are answer, busy/)
    for (const wrong of ['500', 'x=busy']) assert.match(await fails(2, 'trace', '500', '--state', wrong), /--state/)
  })
})
