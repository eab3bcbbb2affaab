import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { start } from '../../src/dialbook.ts'
import { run } from '../acceptance/support/command.ts'
import { bookFor, call } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'dialbook-seed-'))
after(() => rmSync(folder, { recursive: true }))
let files = 0

function fileWith(text: string): string {
  const file = join(folder, `book-${++files}.yaml`)
  writeFileSync(file, text)
  return file
}

/** The problems that a seed is refused with. */
async function problemsOf(text: string): Promise<string[]> {
  const file = fileWith(text)
  try {
    await (await start({ seed: file })).stop()
    return []
  } catch (error) {
    const [first, ...lines] = (error as Error).message.split('\n')
    assert.equal(first, `the seed ${file} cannot be planted:`)
    return lines.map((line) => line.trim())
  }
}

describe('a seed', () => {
  const wrong: readonly (readonly [what: string, text: string, problems: readonly (string | RegExp)[]])[] = [
    ['is no YAML', 'groups: [', [/^line 1: .*flow/i]],
    ['has a member twice', 'groups: []\ngroups: []\n', [/^line 2: Map keys must be unique/]],
    ['is a list', '- 1\n', ['line 1: must be a map']],
    ['has an unknown member', 'gruops: []\n', ['line 1: gruops is not known here: did you mean groups?']],
    ['has no list', 'groups: 7\n', ['line 1: groups must be a list']],
    [
      'has a group that is no map',
      'groups:\n  - 7\n',
      ['line 2: groups[0] must be a map', 'line 2: groups[0].name is missing'],
    ],
    ['has a group without a name', 'groups:\n  - id: 1\n', ['line 2: groups[0].name is missing']],
    [
      'has an id twice',
      'groups:\n  - {id: 1, name: a}\n  - {id: 1, name: b}\n',
      ['line 3: groups[1].id is 1, which another one has already'],
    ],
    ['has an id that is none', 'groups:\n  - {id: 0, name: a}\n', [/^line 2: groups\[0\]\.id must be a whole number/]],
    [
      'has a hex id without quotes',
      `groups:\n  - {name: a, hexId: ${'1'.repeat(24)}}\n`,
      [/hexId must be 24 hex digits, in quotes/],
    ],
    [
      'has a phone without quotes',
      'groups:\n  - name: a\n    phones:\n      - "0912"\n      - 0913\n',
      ['line 5: groups[0].phones[1].phone must be a text: put the number in quotes'],
    ],
    [
      'has a phone twice',
      'groups:\n  - {name: a, phones: ["0912", "0 912"]}\n',
      ['line 2: groups[0].phones[1] is in the group already'],
    ],
    [
      'has a folder that is not there',
      'groups:\n  - {name: a, folder: 4}\n',
      ['line 2: groups[0].folder is 4, which is no id of a folder of the seed'],
    ],
    [
      'has a group that is not there',
      'contacts:\n  - {name: a, groups: [4]}\n',
      [/is 4, which is no id of a group of the seed/],
    ],
    ['has an extension without a number', 'extensions:\n  - {name: a}\n', ['line 2: extensions[0].number is missing']],
    [
      'has a number that is none',
      'extensions:\n  - {number: abc}\n',
      [/extensions\[0\]\.number must be 1 to 30 digits/],
    ],
    [
      'has a time zone that is none',
      'account: {name: a, timeZone: Mars/Base}\n',
      [/^line 1: account\.timeZone must be a time zone such as Asia\/Tehran/],
    ],
    ['has a wrong address', 'contacts:\n  - {name: a, Email: nobody}\n', [/^line 2: contacts\[0\]\.Email /]],
    [
      'has a time without an offset',
      'groups:\n  - {name: a, deletedAt: "2026-01-01"}\n',
      [/deletedAt must be a time with its offset/],
    ],
    ['has an unknown dialect', 'keys:\n  lox: {}\n', ['line 2: keys.lox is not known here: did you mean lox24?']],
    ['has a wrong key', 'keys:\n  lox24: {clientId: "0"}\n', [/^line 2: keys\.lox24 --client-id must be a number/]],
    [
      'has an unknown flag',
      'keys:\n  lox24: {tokn: a}\n',
      ['line 2: keys.lox24.tokn is not known here: did you mean token?'],
    ],
  ]
  for (const [what, text, expected] of wrong) {
    it(`that ${what} is refused, with its place and a reason`, async () => {
      const found = await problemsOf(text)
      assert.equal(found.length, expected.length, found.join('\n'))
      for (const [at, each] of expected.entries()) {
        if (typeof each === 'string') assert.equal(found[at], each)
        else assert.match(found[at] ?? '', each)
      }
    })
  }

  it('tells of all problems at once, and of very many the first twenty', async () => {
    const found = await problemsOf(`groups:\n${'  - {}\n'.repeat(30)}`)
    assert.equal(found.length, 21)
    assert.equal(found.at(-1), '… and 10 more')
  })

  it('with keys that are the same is refused', async () => {
    const file = fileWith('keys:\n  lox24: [{clientId: 7, token: a}, {clientId: 7, token: a}]\n')
    await assert.rejects(start({ seed: file }), /two keys of lox24 have one user name or one token/)
  })

  it('that is empty is a book without things', async (t) => {
    const book = await bookFor(t, { seed: fileWith('# nothing\n') })
    assert.deepEqual((await call(book, 'lox24', 'GET /groups')).body, [])
  })
})

const whole = `
account: {name: acme, country: IR, timeZone: Europe/Berlin}
keys:
  simotel: {username: app, password: geheim, token: abc, allow: [/pbx/users/search, /autodialer/groups/*], revealSecrets: true}
  lox24: {clientId: 1234567, token: def}
  checkmarket: {masterKey: m1, key: k1, role: [Contacts (read)]}
folders:
  - {id: 2, name: Outer}
  - {id: 5, name: Inner, parent: 2, description: "two\\nlines"}
groups:
  - id: 7
    hexId: "65438c7766d71477c6319aaa"
    name: Kunden Süd
    description: all
    folder: 5
    columns: {a: city, c: "007"}
    deletedAt: 2027-01-01T00:00:00Z
    phones:
      - "09121112233"
      - {phone: "+989122223344", a: Rasht, callbackData: x-1}
      - "*43#"
      - reception
  - {id: 20, name: Empty}
contacts:
  - {id: 3, name: Ada King, number: "09121112233", FirstName: Ada, LastName: King, Email: ada@example.com, CustomField7: seven, groups: [7, 20]}
  - {id: 4, number: "0911"}
extensions:
  - {id: 8, number: 571, name: Desk, secret: Xk29-aa81, context: "(none)", call_limit: 2, trunk: "no", active: "no", "forward_policy->Busy": "570", more_options: "a=b\\nc=d"}
`

describe('an export as a seed', () => {
  it('reads back equal, and makes the same book: YAML and JSON, with secrets and without', async (t) => {
    const data = join(folder, 'data')
    const source = await bookFor(t, { seed: fileWith(whole.replace('context: "(none)", ', '')) })
    const exported = async (name: string, ...flags: string[]) => {
      const out = join(folder, name)
      const ran = await run(folder, ['export', 'all', '--as-seed', '--data', data, '--out', out, '--force', ...flags])
      assert.equal(ran.code, 0, ran.stderr)
      return out
    }
    // A book in a folder, of the same things: its groups, contacts and extensions come by the vendors' APIs.
    const made = await run(folder, ['account', 'add', 'acme', '--data', data])
    assert.equal(made.code, 0, made.stderr)
    assert.equal(
      (await run(folder, ['key', 'add', 'lox24', '--client-id', '7', '--token', 'def', '--data', data])).code,
      0,
    )
    writeFileSync(join(folder, 'people.csv'), 'number,FirstName,LastName\n0912,Ada,King\n')
    writeFileSync(join(folder, 'users.csv'), 'number,name,secret,call_limit\n571,Desk,Xk29-aa81,2\n')
    writeFileSync(join(folder, 'numbers.csv'), 'number,city\n09121112233,Rasht\n09121112244,\n')
    for (const args of [
      ['contacts', 'import', 'people.csv'],
      ['extensions', 'import', 'users.csv'],
      ['import', 'numbers.csv', '--group', 'Kunden', '--create', '--column', 'a=city'],
    ]) {
      const ran = await run(folder, [...args, '--data', data])
      assert.equal(ran.code, 0, ran.stderr)
    }
    const first = await exported('first.yaml', '--with-secrets')
    const bare = readFileSync(await exported('bare.yaml'), 'utf8')
    assert.doesNotMatch(bare, /Xk29|tokenHash|^keys/m)
    const asJson = JSON.parse(readFileSync(await exported('first.json', '--with-secrets'), 'utf8'))
    assert.deepEqual(Object.keys(asJson), ['account', 'keys', 'groups', 'contacts', 'extensions'])
    assert.equal(asJson.extensions[0].secret, 'Xk29-aa81')

    const book = await bookFor(t, { seed: first })
    const headers = { 'x-lox24-auth-token': '7:def' }
    const [group] = (await call(book, 'lox24', 'GET /groups', undefined, headers)).body
    assert.equal(group.name, 'Kunden')
    assert.equal(group.count_items, 2)
    // The same seed as values makes the same answers.
    const other = await bookFor(t, { seed: asJson })
    for (const path of ['/groups', `/groups/${group.id}`, `/groups/${group.id}/phones`]) {
      const one = await call(book, 'lox24', `GET ${path}`, undefined, headers)
      const two = await call(other, 'lox24', `GET ${path}`, undefined, headers)
      assert.deepEqual(withoutDates(two.body), withoutDates(one.body))
    }
    assert.ok(source.url)
  })

  it('of a planted seed is the seed again, field by field', async (t) => {
    const { readSeed } = await import('../../src/dev/seed/read-seed.ts')
    const { writeSeed } = await import('../../src/dev/seed/write-seed.ts')
    const { takeSeed } = await import('../../src/core/seed/take-seed.ts')
    const { plantSeed } = await import('../../src/core/seed/plant-seed.ts')
    const { openBook, resolveSettings } = await import('../../src/app.ts')
    const { ownerCaller } = await import('../../src/core/permission/callers.ts')
    const owner = ownerCaller('test', null)
    const written = async (text: string, name: string): Promise<string> => {
      const file = { path: '', values: { data: join(folder, name) }, problems: [] }
      const book = await openBook(resolveSettings({ flags: {}, env: {}, file }).settings)
      t.after(() => book.close())
      const caller = await plantSeed(book.core, owner, readSeed(text, 'x', book.core.ids).seed)
      return writeSeed(await takeSeed(book.core, caller), { json: false, secretsBy: book.core.vault })
    }
    const once = await written(whole.replace('context: "(none)", ', ''), 'one')
    const twice = await written(once, 'two')
    assert.equal(twice, once)
    for (const part of [
      /name: acme/,
      /country: IR/,
      /timeZone: Europe\/Berlin/,
      /masterHash/,
      /parent: 2/,
      /callbackData: x-1/,
      /CustomField7: seven/,
    ])
      assert.match(once, part)
    assert.match(once, /forward_policy->Busy/)
    assert.match(once, /groups:\n\s+- 7\n\s+- 20/)
  })
})

function withoutDates(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (name, each) => (/date|_at$/.test(name) ? undefined : each)))
}
