import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Server, startServer } from '../support/server.ts'

interface OptOut {
  readonly id: number
  readonly number: string | null
  readonly international: string | null
  readonly email: string | null
  readonly channel: string
  readonly since: string
  readonly reason: string | null
  readonly unsubscribeReason: number | null
  readonly source: string
}

interface Why {
  readonly number: string | null
  readonly channels: Readonly<Record<string, { readonly may: boolean; readonly reason?: string }>>
  readonly optOuts: readonly OptOut[]
  readonly groups: readonly { readonly id: number; readonly name: string; readonly spellings: string[] }[]
}

describe('dialbook optout', () => {
  let server: Server
  before(async () => {
    server = await startServer({
      prepare: [
        ['account', 'add', 'default'],
        ['account', 'set', 'default', '--country', 'IR'],
      ],
    })
  })
  after(() => server.stop())

  const json = async <T>(...args: readonly string[]): Promise<T> => JSON.parse(await server.cli(...args, '--json'))
  const why = (number: string) => json<Why>('why', number)
  const add = (...args: readonly string[]) => json<OptOut>('optout', 'add', ...args)
  let last = 9_121_000_000
  const nextNumber = () => `0${++last}`

  it('add closes a number, and says what it has closed', async () => {
    const number = nextNumber()
    const { since, id, ...rest } = await add(number, '--reason', 'asked on the phone')
    assert.deepEqual(rest, {
      ...{ number, international: number.replace('0', '+98'), email: null, channel: 'all' },
      ...{ reason: 'asked on the phone', unsubscribeReason: null, source: 'cli', credentialId: null },
      ...{ author: Reflect.get(rest, 'author') },
    })
    assert.ok(id > 0 && Math.abs(Date.parse(since) - Date.now()) < 600_000)
    const other = nextNumber()
    const text = await server.cli(
      'optout',
      'add',
      `${other.slice(0, 4)} ${other.slice(4)}`,
      '--channel',
      'calls',
      '--code',
      '3',
    )
    assert.match(text, new RegExp(`^closed: ${other} for calls since \\S+Z, by cli .+: not interested\n$`))
  })

  it('add refuses what is no number, what is closed already, and options that there are not', async () => {
    const number = nextNumber()
    await add(number)
    await assert.rejects(add(number.replace('0', '+98'), '--channel', 'calls'), /is closed for all already, since /)
    await assert.rejects(add('abc'), /\\"abc\\" is no number: it has no digit/)
    await assert.rejects(add(`${number}/${nextNumber()}`), /is no number/)
    await assert.rejects(add('a b@c'), /is no e-mail address/)
    await assert.rejects(add(nextNumber(), '--channel', 'pigeons'), /Allowed choices are all, calls, messages, surveys/)
    await assert.rejects(add(nextNumber(), '--code', '7'), /Allowed choices are 1, 2/)
    await assert.rejects(add(nextNumber(), '--reason', 'x'.repeat(501)), /at most 500 characters/)
    await assert.rejects(add(nextNumber(), '--account', 'nobody'), /no such account/)
  })

  it('why tells for each channel yes or the one reason, the opt-outs, and the groups with the spelling', async () => {
    const number = nextNumber()
    const { id } = await add(number, '--channel', 'messages', '--reason', 'a "reason"')
    const told = await why(number.replace('0', '0098'))
    assert.deepEqual(
      Object.entries(told.channels).map(([channel, { may, reason }]) => [channel, may, reason]),
      [
        ['calls', true, undefined],
        ['messages', false, 'opted_out'],
        ['surveys', true, undefined],
      ],
    )
    assert.deepEqual([told.optOuts.map((optOut) => optOut.id), told.groups], [[id], []])
    const lines = (await server.cli('why', number)).split('\n')
    assert.equal(lines[0], 'calls: yes')
    assert.match(
      lines[1] ?? '',
      new RegExp(`^messages: no, opted out: ${number} for messages since .*: "a \\\\"reason\\\\""$`),
    )
    assert.match(lines[3] ?? '', new RegExp(`^opt-out ${id}: ${number} for messages`))
    assert.deepEqual(lines.slice(4), ['in no group', ''])
    const file = join(await mkdtemp(join(tmpdir(), 'dialbook-why-')), 'list.txt')
    await writeFile(file, `500\n${number.replace('0', '+98')}\n`)
    await server.cli('import', file, '--group', 'held', '--create')
    const { groups } = await json<Why>('why', number)
    assert.deepEqual(groups, [{ id: 1, name: 'held', spellings: [number.replace('0', '+98')] }])
    assert.match(await server.cli('why', number), /in group 1 "held", as \+98\d+\n$/)
    await rm(dirname(file), { recursive: true })
    assert.match(await server.cli('why', 'abc', '--channel', 'calls'), /^calls: no, not a number: it has no digit\n$/)
    assert.deepEqual(Object.keys((await json<Why>('why', number, '--channel', 'surveys')).channels), ['surveys'])
  })

  it('list has pages, a total and filters', async () => {
    const numbers = [nextNumber(), nextNumber(), nextNumber()]
    await server.cli('account', 'add', 'lists')
    const of = ['--account', 'lists']
    for (const number of numbers) await add(number, ...of, '--channel', number === numbers[1] ? 'calls' : 'all')
    const list = (...args: readonly string[]) =>
      json<{ optOuts: OptOut[]; next: number | null; total: number }>('optout', 'list', ...of, ...args)
    const first = await list('--limit', '2')
    assert.deepEqual([first.optOuts.map(({ number }) => number), first.next, first.total], [numbers.slice(0, 2), 2, 3])
    const rest = await list('--after', '2')
    assert.deepEqual([rest.optOuts.map(({ number }) => number), rest.next], [numbers.slice(2), null])
    assert.equal((await list('--channel', 'calls')).optOuts[0]?.number, numbers[1])
    assert.equal((await list('--number', numbers[2] ?? '')).total, 1)
    assert.equal((await list('--source', 'import')).total, 0)
    const text = await server.cli('optout', 'list', ...of, '--limit', '1')
    assert.match(
      text,
      /^ID +NUMBER OR ADDRESS +CHANNEL +SINCE +BY +WHY\n1 .*\n3 in all; there are more: add --after 1\n$/,
    )
    assert.equal(await server.cli('optout', 'list', ...of, '--source', 'import'), 'nobody has opted out\n')
    await assert.rejects(list('--limit', '1001'), /the limit must be from 1 to 1000/)
  })

  it('remove wants a consent, keeps it in the history, and can be undone', async () => {
    const number = nextNumber()
    await add(number)
    await add(number, '--channel', 'calls').catch(() => undefined)
    await assert.rejects(server.cli('optout', 'remove', number), /required option '--consent <text>'/)
    await assert.rejects(server.cli('optout', 'remove', number, '--consent', ' '), /who agreed/)
    await assert.rejects(
      server.cli('optout', 'remove', number, '--consent', 'x', '--channel', 'calls'),
      /there is no opt-out for calls alone: it is closed for all/,
    )
    assert.equal((await why(number)).channels.calls?.may, false)
    const text = await server.cli('optout', 'remove', number.replace('0', '+98'), '--consent', 'wrote on 3 May')
    assert.match(text, new RegExp(`^lifted: ${number} for all`))
    assert.equal((await why(number)).channels.calls?.may, true)
    const [change] = await json<{ number: number; subject: string; before: { consent: string } }[]>(
      ...['changes', 'list', '--noun', 'opt-out', '--limit', '1'],
    )
    assert.deepEqual([change?.subject, change?.before.consent], [number.replace('0', '+98'), 'wrote on 3 May'])
    await server.cli('changes', 'undo', String(change?.number))
    assert.equal((await why(number)).channels.calls?.may, false)
    await assert.rejects(
      server.cli('changes', 'undo', String((change?.number ?? 0) + 1)),
      /an undo never lifts an opt-out/,
    )
    await assert.rejects(server.cli('optout', 'remove', nextNumber(), '--consent', 'x'), /there is no such opt-out/)
  })

  it('remove says what stays closed', async () => {
    const number = nextNumber()
    await add(number, '--channel', 'calls')
    await add(number, '--channel', 'all')
    const text = await server.cli('optout', 'remove', number, '--channel', 'all', '--consent', 'x')
    assert.match(text, new RegExp(`^lifted: ${number} for all .*\nstill closed: ${number} for calls .*\n$`))
  })

  it('prune and verify leave opt-outs as they are', async () => {
    const number = nextNumber()
    await add(number)
    const total = (await json<{ total: number }>('optout', 'list')).total
    await server.cli('prune', '--keep-days', '1')
    assert.equal((await json<{ total: number }>('optout', 'list')).total, total)
    assert.match(await server.cli('verify'), /no damage|nothing|whole/i)
  })
})
