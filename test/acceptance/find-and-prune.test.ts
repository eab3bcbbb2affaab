import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { send } from './support/http.ts'
import { type Server, startServer } from './support/server.ts'

const signedIn = {
  authorization: `Basic ${Buffer.from('u:Secret-123').toString('base64')}`,
  'content-type': 'application/json',
}
const key = ['key', 'add', 'simotel', '--username', 'u', '--password', 'Secret-123', '--auth', 'basic']

async function call(server: Server, path: string, body: object): Promise<string> {
  const answer = await send(server, { path: `/api/v4/${path}`, headers: signedIn, body: JSON.stringify(body) })
  assert.equal(JSON.parse(answer.text).success, 1, answer.text)
  return JSON.parse(answer.text).data._id
}

interface Found {
  readonly groups: readonly {
    readonly id: number
    readonly hexId: string
    readonly name: string
    readonly count: number
    readonly spellings: readonly string[]
  }[]
  readonly number: string
  readonly problem: string | null
  readonly next: number | null
  /** Only in a first page of a number, as all below. */
  readonly contacts?: readonly { readonly name: string; readonly spelling: string }[]
  readonly extensions?: readonly { readonly name: string; readonly spelling: string }[]
  readonly incomingRules?: readonly { readonly verdict: string; readonly spelling: string }[]
  readonly optOuts?: readonly { readonly number: string | null; readonly channel: string }[]
  readonly changes?: readonly object[]
}

describe('dialbook find', () => {
  it('names the groups that hold a number now, beside a running server', async (t) => {
    const server = await startServer({ prepare: [['account', 'add', 'acme'], key] })
    t.after(() => server.stop())
    const find = async (...args: string[]) => JSON.parse(await server.cli('find', ...args, '--json')) as Found
    const first = await call(server, 'autodialer/groups/add', { name: 'one', numbers: ['0912', '0913'] })
    const second = await call(server, 'autodialer/groups/add', { name: 'two', numbers: ['0912'] })
    const { contacts, extensions, incomingRules, optOuts, changes, ...found } = await find('0912')
    assert.deepEqual([contacts, extensions, incomingRules, optOuts, changes?.length], [[], [], [], [], 2])
    assert.deepEqual(found, {
      number: '0912',
      problem: null,
      groups: [
        { id: 1, hexId: first, name: 'one', count: 2, spellings: ['0912'] },
        { id: 2, hexId: second, name: 'two', count: 1, spellings: ['0912'] },
      ],
      next: null,
    })
    assert.deepEqual((await find('0912', '--limit', '1')).next, 1)
    assert.deepEqual(
      (await find('0912', '--after', '1')).groups.map(({ id }) => id),
      [2],
    )
    const table = await server.cli('find', '0913')
    assert.match(
      table,
      new RegExp(
        `^ID +HEX ID +NUMBERS +HELD AS +NAME\n1 +${first} +2 +0913 +"one"\nlast changes of the first groups:\n  #\\d+ .* group add "one" .*\n$`,
      ),
    )
    await call(server, 'autodialer/groups/update', { _id: first, numbers: ['0914'] })
    assert.deepEqual(
      (await find('0912')).groups.map(({ id }) => id),
      [2],
    )
    assert.equal(await server.cli('find', '0913'), 'no group holds it\n')
    await assert.rejects(server.cli('find', '0912', '--account', 'nobody'), /no such account as 'nobody'/)
    await assert.rejects(server.cli('find', '0912', '--limit', '5000'), /the limit must be from 1 to 1000/)
    await assert.rejects(server.cli('find', ' '), /say which phone/)
  })

  it('finds a number by every spelling, and says in which a group holds it', async (t) => {
    const server = await startServer({ prepare: [['account', 'add', 'acme'], key] })
    t.after(() => server.stop())
    const find = async (...args: string[]) => JSON.parse(await server.cli('find', ...args, '--json')) as Found
    const held = async (number: string) =>
      (await find(number)).groups.map(({ name, spellings }) => [name, ...spellings] as const)
    const add = (name: string, ...numbers: string[]) => call(server, 'autodialer/groups/add', { name, numbers })
    await add('home', '0912 111 2233')
    await add('abroad', '+98 (0) 912 111-22-33')
    await add('both', '0098 912 111 2233', '۰۹۱۲۱۱۱۲۲۳۳', '500')
    await add('others', '5', '*43#', '+4930123456')
    const spoken = ['0912 111 2233', '09121112233', '\u202a۰۹۱۲ ۱۱۱ ۲۲۳۳\u202c']
    for (const number of spoken) {
      assert.deepEqual(await held(number), [
        ['home', '09121112233'],
        ['both', '09121112233'],
      ])
    }
    assert.deepEqual(await held('tel:+98-912-111-2233'), [['abroad', '+989121112233']])
    await server.cli('account', 'set', 'acme', '--country', 'IR')
    for (const number of [...spoken, '00989121112233', '9121112233']) {
      assert.deepEqual(
        (await held(number)).map(([name, ...spellings]) => [name, ...spellings.toSorted()]),
        [
          ['home', '09121112233'],
          ['abroad', '+989121112233'],
          ['both', '00989121112233', '09121112233'],
        ],
        number,
      )
    }
    assert.match(await server.cli('find', '0912 111 2233'), /^3 .* 3 +09121112233, 00989121112233 +"both"$/m)
    const [first, second] = [await find('0912 111 2233', '--limit', '2'), await find('+989121112233', '--after', '2')]
    assert.deepEqual([first.groups.map(({ id }) => id), first.next], [[1, 2], 2])
    assert.deepEqual([second.groups.map(({ id }) => id), second.next], [[3], null])
    assert.deepEqual(await held('0049 30 123456'), [['others', '+4930123456']])
    assert.deepEqual(await held('500'), [['both', '500']])
  })

  it('tells of contacts, extensions, callers and opt-outs with the number', async (t) => {
    const server = await startServer({ prepare: [['account', 'add', 'acme'], key] })
    t.after(() => server.stop())
    await server.cli('account', 'set', 'acme', '--country', 'IR')
    await call(server, 'autodialer/contacts/add', { name: 'Ali', number: '+98 912 111 2233' })
    await call(server, 'autodialer/contacts/add', { name: 'Sara', number: '0913' })
    await call(server, 'pbx/users/add', { name: 'desk', number: '09121112233', secret: 'Long-enough-1' })
    await call(server, 'pbx/blacklists/add', { number: '0098 912 111 2233' })
    await server.cli('optout', 'add', '0912 111 2233', '--channel', 'calls', '--reason', 'by letter')
    const found = JSON.parse(await server.cli('find', '9121112233', '--json')) as Found
    assert.deepEqual(
      [found.contacts, found.extensions, found.incomingRules].map((some) => some?.map(({ spelling }) => spelling)),
      [['+989121112233'], ['09121112233'], ['00989121112233']],
    )
    assert.deepEqual(
      [found.groups, found.optOuts?.map(({ number, channel }) => [number, channel])],
      [[], [['09121112233', 'calls']]],
    )
    const text = await server.cli('find', '9121112233')
    assert.match(text, /^no group holds it\ncontact 1 "Ali" has it as \+989121112233\nextension 09121112233 "desk"\n/)
    assert.match(
      text,
      /calls from it are blocked: 00989121112233\nopt-out 1: 09121112233 for calls since .*"by letter"\n$/,
    )
  })

  it('refuses what is no number, and says why', async (t) => {
    const server = await startServer({
      prepare: [
        ['account', 'add', 'acme'],
        key,
        ['key', 'add', 'lox24', '--client-id', '1234567', '--token', '0'.repeat(32)],
      ],
    })
    t.after(() => server.stop())
    const lox24 = { 'x-lox24-auth-token': `1234567:${'0'.repeat(32)}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ name: 'front', phones: [{ phone: 'reception' }, { phone: '0911/0912' }] })
    const made = await send(server, { path: '/groups', headers: lox24, body })
    assert.equal(made.status, 201, made.text)
    for (const [number, why] of [
      ['abc', /that is no number: it has no digit/],
      ['0912 111 2233 / 0913 111 2233', /more than one number/],
      ['9.1E+11', /rounded by a spreadsheet/],
      ['1'.repeat(16), /has 16 digits/],
    ] as const) {
      await assert.rejects(server.cli('find', number), why)
    }
    // What LOX24 takes as a text is found as that text, and is told to be no number.
    assert.match(
      await server.cli('find', 'reception'),
      /"front"\nit is no number: it has no digit\. Nothing is ever sent/,
    )
    const { problem, groups } = JSON.parse(await server.cli('find', '0911/0912', '--json')) as Found
    assert.deepEqual([problem?.slice(0, 26), groups[0]?.spellings], ['holds more than one number', ['0911/0912']])
    assert.equal(await server.cli('find', '*43#'), 'no group holds it\n')
  })
})

describe('dialbook prune', () => {
  it('removes nothing that is young, beside a running server', async (t) => {
    const server = await startServer({ prepare: [['account', 'add', 'acme'], key] })
    t.after(() => server.stop())
    const group = await call(server, 'autodialer/groups/add', { name: 'one', numbers: ['0912', '0913'] })
    await call(server, 'autodialer/groups/update', { _id: group, numbers: ['0914'] })
    const none = { count: 0, bytes: 0 }
    const kinds = { change: none, row: none, upload: none, preview: none, list: none, chunk: none, leaf: none }
    for (const dryRun of [true, false]) {
      const args = ['--keep-days', '1', ...(dryRun ? ['--dry-run'] : []), '--json']
      assert.deepEqual(JSON.parse(await server.cli('prune', ...args)), { dryRun, keepDays: 1, ...kinds })
    }
    assert.match(
      await server.cli('prune', '--dry-run'),
      /^would remove 0 changes, 0 uploads, 0 previews of imports, 0 lists, 0 chunks, 0 leaves: 0/,
    )
    const [newest] = JSON.parse(await server.cli('changes', 'list', '--json')) as { number: number; verb: string }[]
    assert.equal(newest?.verb, 'update')
    await server.cli('changes', 'undo', String(newest?.number))
    assert.match(await server.cli('find', '0912'), /"one"/)
    await assert.rejects(server.cli('prune', '--keep-days', '0'), /whole number from 1 on/)
  })
})
