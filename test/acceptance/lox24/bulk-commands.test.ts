import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type CommandLine, commandLine } from '../people/command-line.ts'
import { type Server, startServer } from '../support/server.ts'

interface Shown {
  readonly id: number
  readonly state: string
  readonly counts: Readonly<Record<string, number>>
  readonly [name: string]: unknown
}

describe('dialbook bulk', () => {
  let server: Server
  let line: CommandLine
  before(async () => {
    server = await startServer({
      prepare: [['account', 'add', 'acme']],
      env: { DIALBOOK_MESSAGE_ROUTES: 'direct=paper:0.05', DIALBOOK_MESSAGE_BUDGET: '1' },
    })
    line = await commandLine(server)
    await line.ok('account', 'set', 'acme', '--country', 'DE')
    await line.write('a.csv', '01701234501\n01701234502\n+491701234501\n')
    await line.ok('import', 'a.csv', '--group', 'clients', '--create')
  })
  after(async () => {
    await line.remove()
    await server.stop()
  })

  const send = (...more: readonly string[]): Promise<Shown> =>
    line.json('bulk', 'send', 'Hello', '--sender', 'Test', ...more)
  const show = (id: number): Promise<Shown> => line.json('bulk', 'show', String(id))

  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()

  it('writes to a group, each number once, and tells how far it has come', async () => {
    assert.equal(await line.ok('bulk', 'list'), 'there is no bulk\n')
    const tried = await send('--group', 'clients', '--numbers', '01701234503', '--dry-run')
    assert.equal(tried.counts.size, 3)
    assert.equal(await line.ok('bulk', 'list'), 'there is no bulk\n')
    const { id } = await send('--group', 'clients', '--numbers', '01701234503,01701234502')
    for (;;) if ((await show(id)).state === 'done') break
    const { counts } = await show(id)
    assert.deepEqual([counts.size, counts.repeated, counts.left, counts.queued], [4, 1, 0, 0])
    assert.match(
      await line.ok('bulk', 'show', String(id)),
      new RegExp(`^bulk ${id} from Test by direct is done: 4 numbers, 1 repeated, .*3 (sent|delivered)`),
    )
    assert.match(await line.ok('bulk', 'list'), /Hello/)
  })

  it('is paused, goes on, is cancelled, and is undone before its first message', async () => {
    const { id } = await send('--group', 'clients', '--at', tomorrow)
    const turn = async (name: string) => (await line.json<Shown>('bulk', name, String(id))).state
    assert.deepEqual(
      [await turn('pause'), await turn('resume'), await turn('cancel')],
      ['paused', 'running', 'cancelled'],
    )
    for (const [name, pattern] of [
      ['pause', /only one that runs can be paused/],
      ['resume', /only one that is paused/],
      ['cancel', /has ended already/],
    ] as const) {
      const { code, stderr } = await line.run('bulk', name, String(id))
      assert.equal(code, 1)
      assert.match(stderr, pattern)
    }
    const later = await send('--group', 'clients', '--at', tomorrow)
    const number = (await line.json<{ number: number }[]>('changes', 'list', '--limit', '1'))[0]?.number
    await line.ok('changes', 'undo', String(number))
    assert.match(
      (await line.run('bulk', 'show', String(later.id))).stderr,
      /no such bulk|not found|does not exist|there is no/,
    )
    assert.equal((await line.run('bulk', 'show', 'x')).code, 2)
  })

  it('is told by `why` of a number, with what it has answered', async () => {
    const { id } = await send('--group', 'clients', '--at', tomorrow)
    await line.ok('message', 'receive', '+491701234501', '+4915735999', 'Stop!')
    const told = await line.ok('why', '0170 1234501')
    assert.match(told, /^messages: no, opted out/m)
    assert.match(told, /^message \d+ of bulk 1: (sent|delivered), left 20/m)
    assert.match(told, /^wrote "Stop!" at 20\S+, and wants no more$/m)
    assert.match(told, new RegExp(`^bulk ${id} is new, and has not come to it yet, by group \\d+$`, 'm'))
    const json = await line.json<Record<string, readonly Record<string, unknown>[]>>('why', '+491701234501')
    const { messages = [], received = [], comingBulks = [] } = json
    assert.deepEqual(
      [messages.map(({ bulkId }) => bulkId), received.map(({ optsOut }) => optsOut), comingBulks.length],
      [[1], [true], 1],
    )
    await line.ok('bulk', 'cancel', String(id))
  })

  it('costs no more than the account may spend, which a command tells, sets, and an undo takes back', async () => {
    const spent = async () => await line.json<{ spent: number; budget: number | null }>('message', 'budget')
    assert.deepEqual(await spent(), { account: 'acme', spent: 0.15, budget: null })
    assert.equal(await line.ok('message', 'budget', '0.2'), 'account acme has spent 0.15; the budget is 0.2\n')
    const refused = await line.run('bulk', 'send', 'Hello', '--sender', 'Test', '--group', 'clients')
    assert.match(refused.stderr, /the account's budget for messages is spent/)
    assert.equal((await line.run('message', 'budget', '-1')).code, 2)
    assert.equal((await line.run('message', 'budget', 'x')).code, 2)
    const number = (await line.json<{ number: number }[]>('changes', 'list', '--limit', '1'))[0]?.number
    await line.ok('changes', 'undo', String(number))
    assert.deepEqual(await spent(), { account: 'acme', spent: 0.15, budget: null })
    await line.ok('message', 'budget', '5')
    assert.equal((await line.json<{ budget: number }>('message', 'budget', 'none')).budget, null)
    await send('--group', 'clients')
  })
})
