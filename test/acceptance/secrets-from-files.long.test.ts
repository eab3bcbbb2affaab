// Long: a hundred commands are started.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { feed, makeFolder, type Ran, run } from './support/command.ts'

const warning = (flag: string) =>
  new RegExp(`^dialbook: warning: other users .* ${flag}, .*${flag}-file - from standard input\\n$`)

async function makeBook(t: TestContext): Promise<string> {
  const folder = await makeFolder(t)
  assert.equal((await run(folder, ['account', 'add', 'acme'])).code, 0)
  writeFileSync(join(folder, 'secret'), 'From-File-1\n')
  return folder
}

const keyOf = ({ stdout, stderr }: Ran) => JSON.parse(stdout || assert.fail(stderr)).key as Record<string, string>

/** Each flag of `key add` that takes a secret, with the name under which the new key is shown. */
const flags: readonly (readonly [dialect: string, flag: string, shown: string])[] = [
  ['simotel', '--password', 'password'],
  ['simotel', '--token', 'token'],
  ['lox24', '--token', 'token'],
  ['checkmarket', '--key', 'key'],
  ['checkmarket', '--master-key', 'masterKey'],
]

describe('a secret', { timeout: 600_000 }, () => {
  for (const [dialect, flag, shown] of flags) {
    it(`of ${dialect} is read from a file or standard input, or with a warning from ${flag}`, async (t) => {
      const folder = await makeBook(t)
      const add = ['key', 'add', dialect, '--json']
      const fromFile = await run(folder, [...add, `${flag}-file`, 'secret'])
      assert.deepEqual([keyOf(fromFile)[shown], fromFile.stderr], ['From-File-1', ''])
      assert.equal((await run(folder, ['key', 'remove', '1'])).code, 0)
      const fromInput = await feed(await makeBook(t), [...add, `${flag}-file`, '-'], 'From-Input-1\r\n')
      assert.deepEqual([keyOf(fromInput)[shown], fromInput.stderr], ['From-Input-1', ''])
      const asArgument = await run(await makeBook(t), [...add, flag, 'As-Argument-1'])
      assert.equal(keyOf(asArgument)[shown], 'As-Argument-1')
      assert.match(asArgument.stderr, warning(flag))
      assert.doesNotMatch(asArgument.stderr, /As-Argument/)
    })
  }

  it('is refused where it cannot be read, has two lines, is empty, or is given twice', async (t) => {
    const folder = await makeBook(t)
    const add = ['key', 'add', 'simotel']
    const two = ['--password-file', '-', '--token-file', '-']
    const cases: readonly (readonly [readonly string[], string, number, RegExp])[] = [
      [['--password-file', 'none'], '', 1, /cannot read the password: .*ENOENT/],
      [['--password-file', '-'], 'one\ntwo\n', 1, /standard input must hold one line/],
      [['--password-file', '-'], '\n', 1, /--password must not be empty/],
      [['--password-file', 'secret', '--password', 'p'], '', 2, /cannot be used with/],
      [two, 'x\n', 1, /--password-file and --token-file cannot both be standard input/],
    ]
    for (const [args, input, code, says] of cases) {
      const ran = await feed(folder, [...add, ...args], input)
      assert.deepEqual([ran.code, ran.stdout], [code, ''], args.join(' '))
      assert.match(ran.stderr, says)
      assert.doesNotMatch(ran.stderr, /From-File/)
    }
    assert.equal((await run(folder, ['key', 'list', '--json'])).stdout, '[]\n')
  })

  it('of Simotel from a file decides what a request must present, as the flag itself does', async (t) => {
    const folder = await makeBook(t)
    const ran = await feed(
      folder,
      ['key', 'add', 'simotel', '--json', '--password-file', 'secret', '--token-file', '-'],
      'T-1',
    )
    const { auth, password, token } = keyOf(ran)
    assert.deepEqual([auth, password, token], ['both', 'From-File-1', 'T-1'])
    assert.equal(
      keyOf(await run(folder, ['key', 'add', 'simotel', '--json', '--username', 'u', '--password-file', 'secret']))
        .auth,
      'basic',
    )
  })

  it('of a webhook and of a trunk comes from standard input too', async (t) => {
    const folder = await makeBook(t)
    const hook = ['webhook', 'add', 'http://127.0.0.1:9/', '--username', 'u']
    assert.deepEqual(
      await feed(folder, [...hook, '--password-file', '-'], 'Hook-1\n').then(({ code, stderr }) => [code, stderr]),
      [0, ''],
    )
    const asArgument = await run(folder, [...hook, '--password', 'Hook-2'])
    assert.equal(asArgument.code, 0)
    assert.match(asArgument.stderr, warning('--password'))
    const trunk = ['trunk', 'set', 'p', '--host', '192.0.2.9', '--username', 'u', '--password-file', '-', '--json']
    const set = await feed(folder, trunk, 'Trunk-1\n')
    assert.equal(JSON.parse(set.stdout || assert.fail(set.stderr)).trunk.hasPassword, true)
  })
})
