import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type CommandLine, commandLine } from '../people/command-line.ts'
import { type Server, startServer } from '../support/server.ts'
import { wavOf } from '../support/wav.ts'

interface Shown {
  readonly id: number
  readonly hexId: string
  readonly state: string
  readonly [name: string]: unknown
}

describe('dialbook campaign', () => {
  let server: Server
  let line: CommandLine
  before(async () => {
    server = await startServer({ prepare: [['account', 'add', 'acme']] })
    line = await commandLine(server)
    await line.ok('account', 'set', 'acme', '--country', 'IR')
    await line.ok('trunk', 'set', 'provider', '--host', '192.0.2.1')
    for (const title of ['day', 'night']) await line.ok('trunk-manager', 'add', title, '--trunk', 'provider')
    await line.write('a.csv', '09121000001\n09121000002\n+989121000001\n')
    await line.ok('import', 'a.csv', '--group', 'customers', '--create')
    await line.write('b.csv', '09121000003\n')
    await line.ok('import', 'b.csv', '--group', 'friends', '--create')
    await line.write('hello.wav', wavOf())
    await line.ok('sound', 'add', 'hello', 'hello.wav')
  })
  after(async () => {
    await line.remove()
    await server.stop()
  })

  const add = async (name: string, ...options: string[]): Promise<Shown> =>
    (await line.json<{ campaign: Shown }>('campaign', 'add', name, '--trunk-manager', 'day', ...options)).campaign
  const show = async (name: string): Promise<Shown> =>
    (await line.json<{ campaign: Shown }>('campaign', 'show', name)).campaign
  const settings = ({ id, hexId, createdAt, updatedAt, ...rest }: Shown): Readonly<Record<string, unknown>> => rest
  const fails = async (code: number, pattern: RegExp, ...args: string[]) => {
    const ran = await line.run('campaign', ...args)
    assert.equal(ran.code, code, `${args.join(' ')}: ${ran.stdout}`)
    assert.match(ran.stderr, pattern)
  }
  const usual = {
    ...{ state: 'waiting', repeat: 0, trunkManager: 'day', description: '', context: '', text: '', tries: 1 },
    ...{ pause: 600, digits: 0, optOutDigit: null, ringTime: 30, longest: 600, groups: [], announcement: null },
    ...{ ownNumbers: 0, start: null, end: null },
  }

  it('add makes one with the usual settings', async () => {
    assert.equal(await line.ok('campaign', 'list'), 'there is no campaign\n')
    assert.equal(
      await line.ok('campaign', 'add', 'plain', '--trunk-manager', 'day'),
      "campaign 1 'plain' is there now; `dialbook campaign start 1` begins it\n",
    )
    assert.deepEqual(settings(await show('plain')), { ...usual, name: 'plain' })
  })

  it('add takes every setting', async () => {
    await line.write('own.txt', '0912 100 0004\r\n\n09121000005\n0912 100 0004\n')
    const made = await add(
      'whole',
      ...['--group', 'customers', '--group', '2', '--numbers', '09121000006, 09121000007', '--numbers-file', 'own.txt'],
      ...['--announcement', 'hello', '--digits', '3', '--optout-digit', '9', '--context', 'main_routing'],
      ...['--text', '530', '--tries', '3', '--pause', '60', '--start', '2027-01-01T06:00:00+03:30'],
      ...['--end', '2027-01-02', '--ring-time', '20', '--longest', '90', '--description', 'a test'],
    )
    assert.deepEqual(settings(made), {
      ...usual,
      name: 'whole',
      groups: [
        { id: 1, name: 'customers' },
        { id: 2, name: 'friends' },
      ],
      ...{ ownNumbers: 4, announcement: 'hello', digits: 3, optOutDigit: '9', context: 'main_routing', text: '530' },
      ...{ tries: 3, pause: 60, start: '2027-01-01T02:30:00.000Z', end: '2027-01-02T00:00:00.000Z' },
      ...{ ringTime: 20, longest: 90, description: 'a test' },
    })
    const shown = await line.ok('campaign', 'show', 'whole')
    assert.match(shown, /^goes on at +530 in main_routing$/m)
    assert.match(shown, /^groups +1 customers, 2 friends$/m)
    assert.match(shown, /^digits +3, 9 opts out$/m)
    assert.match(await line.ok('campaign', 'list'), /^2 .* whole +waiting .* day +customers, friends .* 2027-01-01T02/m)
  })

  it('add waits for a digit where one opts out', async () => {
    assert.deepEqual(settings(await add('survey', '--optout-digit', '*', '--announcement', '1')), {
      ...usual,
      ...{ name: 'survey', digits: 1, optOutDigit: '*', announcement: 'hello' },
    })
  })

  it('set changes what is given, and takes away what is none', async () => {
    const before = settings(await show('whole'))
    await line.ok('campaign', 'set', 'whole', '--tries', '5')
    assert.deepEqual(settings(await show('whole')), { ...before, tries: 5 })
    const gone = ['--announcement', 'none', '--optout-digit', 'none', '--start', 'none', '--end', 'none']
    await line.ok('campaign', 'set', '2', ...gone, '--digits', '0', '--group', 'friends', '--numbers', '09121000008')
    const changed = ['--name', 'another', '--trunk-manager', 'night', '--context', '', '--text', '']
    await line.ok('campaign', 'set', 'whole', ...changed)
    assert.deepEqual(settings(await show('another')), {
      ...before,
      ...{ name: 'another', trunkManager: 'night', tries: 5, announcement: null, optOutDigit: null, digits: 0 },
      ...{ start: null, end: null, context: '', text: '', groups: [{ id: 2, name: 'friends' }], ownNumbers: 1 },
    })
  })

  it('says what is wrong', async () => {
    const made = ['add', 'x', '--trunk-manager', 'day'] as const
    await fails(2, /required option '--trunk-manager/, 'add', 'x')
    await fails(1, /no trunk manager none/, 'add', 'x', '--trunk-manager', 'none')
    await fails(1, /no group 'nobody'/, ...made, '--group', 'nobody')
    await fails(1, /no announcement 'nothing'/, ...made, '--announcement', 'nothing')
    await fails(1, /item 2/, ...made, '--numbers', '0912,x')
    await fails(1, /cannot read the numbers/, ...made, '--numbers-file', 'missing.txt')
    await fails(1, /end must be after the start/, ...made, '--start', '2027-01-02', '--end', '2027-01-01')
    for (const [option, ...values] of [
      ['--tries', '0', '101', 'x'],
      ['--pause', '-1', '2592001'],
      ['--digits', '-1', '21'],
      ['--optout-digit', '', 'a', '10'],
      ['--ring-time', '0', '121'],
      ['--longest', '0', '14401'],
      ['--start', 'soon'],
      ['--context', 'a b'],
      ['--text', 'a,b'],
    ] as const) {
      for (const value of values) await fails(2, /It must/, ...made, option, value)
    }
    await fails(1, /nothing to set/, 'set', 'plain')
    await fails(1, /no campaign 'nobody'/, 'show', 'nobody')
    await fails(1, /has not begun/, 'report', 'plain')
    await fails(1, /--watch needs a terminal/, 'show', 'plain', '--watch')
    await add('plain')
    await fails(1, /'plain' may be any of the campaigns 1 \([0-9a-f]{24}\), 4 \(/, 'remove', 'plain')
  })

  it('is a page at a time, and by state', async () => {
    const list = (...options: string[]) =>
      line.json<{ campaigns: Shown[]; next: number | null }>('campaign', 'list', ...options)
    const ids = ({ campaigns }: { campaigns: Shown[] }) => campaigns.map(({ id }) => id)
    assert.deepEqual(ids(await list()), [4, 3, 2, 1])
    const page = await list('--limit', '3')
    assert.deepEqual([ids(page), page.next], [[4, 3, 2], 3])
    const rest = await list('--limit', '3', '--after', '3')
    assert.deepEqual([ids(rest), rest.next], [[1], null])
    assert.deepEqual(ids(await list('--state', 'running')), [])
    assert.equal((await list('--state', 'waiting')).campaigns.length, 4)
  })

  it('is started, paused, stopped and run again, each by one change', async () => {
    const { id } = await add('turns', '--group', 'customers', '--numbers', '09121000009')
    const state = async () => (await show('turns')).state
    const number = async () =>
      (await line.json<{ number: number }[]>('changes', 'list', '--limit', '1'))[0]?.number ?? 0
    const before = await number()
    assert.equal(await line.ok('campaign', 'start', 'turns'), `campaign ${id} 'turns' runs\n`)
    assert.equal(await state(), 'running')
    await fails(1, /only one that waits can be started/, 'start', 'turns')
    await fails(1, /stop it first/, 'remove', 'turns')
    assert.equal(await line.ok('campaign', 'pause', 'turns'), `campaign ${id} 'turns' is paused\n`)
    assert.equal(await state(), 'paused')
    assert.equal(await line.ok('campaign', 'resume', 'turns'), `campaign ${id} 'turns' runs again\n`)
    assert.match(
      await line.ok('campaign', 'show', 'turns'),
      /^run 1 +0 % done, from .*\n +3 numbers: 3 left\n +0 calls/m,
    )
    assert.match(
      await line.ok('campaign', 'report', 'turns'),
      /^run 1 of 3 numbers: 3 left\nno such number was looked at/,
    )
    await fails(1, /has no run 2/, 'report', 'turns', '--run', '2')
    assert.match(
      await line.ok('why', '09121000002'),
      new RegExp(`campaign ${id} "turns" is running, and has not come to`),
    )
    const status = await line.ok('dialer', 'status')
    assert.match(status, /^nobody is called: the PBX serves no extensions of this account/)
    assert.match(status, /^day +provider +0 +5 +3 +calls$/m)
    assert.match(status, new RegExp(`^campaign ${id} 'turns' run 1: 0 % of 3 numbers: 3 left$`, 'm'))
    const told = await line.json<{ problem: string; trunkManagers: { campaigns: { id: number }[] }[] }>(
      'dialer',
      'status',
    )
    assert.deepEqual([told.problem, told.trunkManagers[0]?.campaigns.map((each) => each.id)], ['not_served', [id]])
    assert.equal(await line.ok('campaign', 'stop', 'turns'), `campaign ${id} 'turns' is stopped\n`)
    await fails(1, /nothing to stop/, 'stop', 'turns')
    assert.doesNotMatch(await line.ok('why', '09121000002'), /campaign/)
    assert.deepEqual(
      (await line.json<{ campaigns: Shown[] }>('campaign', 'list', '--state', 'stopped')).campaigns.map(
        (each) => each.id,
      ),
      [id],
    )
    assert.equal(await line.ok('campaign', 'repeat', 'turns'), `campaign ${id} 'turns' runs once more\n`)
    const { runs } = await line.json<{ runs: { run: number; endedAt: string | null }[] }>('campaign', 'show', 'turns')
    assert.deepEqual(
      runs.map(({ run, endedAt }) => [run, endedAt === null]),
      [
        [2, true],
        [1, false],
      ],
    )
    await line.ok('campaign', 'stop', 'turns')
    assert.equal((await number()) - before, 6)
    await line.ok('campaign', 'remove', 'turns')
    assert.match(await line.ok('dialer', 'status'), /^no campaign runs$/m)
  })

  it('keeps its trunk manager, goes, and comes back by an undo', async () => {
    const ran = await line.run('trunk-manager', 'remove', 'night')
    assert.match(ran.stderr, /the campaign 2 'another' calls by the trunk manager 'night'/)
    const before = await show('another')
    assert.equal(await line.ok('campaign', 'remove', 'another'), "campaign 2 'another' is gone\n")
    const removal = async () =>
      String((await line.json<{ number: number }[]>('changes', 'list', '--limit', '1'))[0]?.number)
    const removed = await removal()
    await line.ok('changes', 'undo', removed)
    assert.deepEqual(await show('another'), before)
    await line.ok('campaign', 'remove', before.hexId)
    const again = await removal()
    await line.ok('trunk-manager', 'remove', 'night')
    const refused = await line.run('changes', 'undo', again)
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /the trunk manager that it called by is gone/)
  })

  it('why tells which campaigns will come to a number', async () => {
    const { id } = await add('calls them', '--group', 'customers')
    const told = await line.ok('why', '0912 100 0002')
    assert.match(
      told,
      new RegExp(`^campaign ${id} "calls them" is waiting, and has not come to it yet, by group 1$`, 'm'),
    )
    const json = await line.json<{ campaigns: unknown[]; coming: unknown[] }>('why', '+989121000002')
    assert.deepEqual(json.campaigns, [])
    assert.deepEqual(json.coming, [{ campaignId: id, name: 'calls them', state: 'waiting', groupIds: [1] }])
    assert.doesNotMatch(await line.ok('why', '09121000003'), /campaign/)
  })

  it('takes each number and text up to its limits, and whole texts', async () => {
    const least = ['--tries', '1', '--pause', '0', '--digits', '0', '--ring-time', '1', '--longest', '1']
    const most = ['--tries', '100', '--pause', '2592000', '--digits', '20', '--ring-time', '120', '--longest', '14400']
    const texts = ['--context', 'c'.repeat(79), '--text', 't'.repeat(80), '--description', 'd'.repeat(1000)]
    await add('limits', ...least, '--description', '')
    const { tries, pause, digits, ringTime, longest, description } = settings(await show('limits'))
    assert.deepEqual([tries, pause, digits, ringTime, longest, description], [1, 0, 0, 1, 1, ''])
    await line.ok('campaign', 'set', 'limits', ...most, ...texts)
    const changed = settings(await show('limits'))
    assert.deepEqual(
      [changed.tries, changed.pause, changed.digits, changed.ringTime, changed.longest],
      [100, 2_592_000, 20, 120, 14_400],
    )
    assert.deepEqual([changed.context, changed.text], ['c'.repeat(79), 't'.repeat(80)])
    assert.equal(changed.description, 'd'.repeat(1000))
    const tooLong = [
      ['--name', 256],
      ['--description', 1001],
      ['--context', 81],
      ['--text', 81],
    ] as const
    for (const [option, length] of tooLong) {
      assert.notEqual((await line.run('campaign', 'set', 'limits', option, 'x'.repeat(length))).code, 0, option)
    }
    assert.deepEqual(settings(await show('limits')), changed)
    await line.ok('campaign', 'remove', 'limits')
  })
})
