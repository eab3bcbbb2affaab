import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type CommandLine, commandLine } from '../people/command-line.ts'
import { type Server, startServer } from '../support/server.ts'

interface Manager {
  readonly hexId: string
  readonly title: string
  readonly [name: string]: unknown
}

describe('dialbook trunk-manager', () => {
  let server: Server
  let line: CommandLine
  before(async () => {
    server = await startServer({ prepare: [['account', 'add', 'acme']] })
    line = await commandLine(server)
    await line.ok('trunk', 'set', 'provider', '--host', '192.0.2.1')
    await line.ok('trunk', 'set', 'second', '--host', '192.0.2.2')
  })
  after(async () => {
    await line.remove()
    await server.stop()
  })

  const list = async () => (await line.json<{ trunkManagers: Manager[] }>('trunk-manager', 'list')).trunkManagers
  const settings = async (title: string): Promise<Record<string, unknown>> => {
    const { id, hexId, createdAt, updatedAt, ...rest } = (await list()).find((each) => each.title === title) as Manager
    return rest
  }
  const fails = async (code: number, pattern: RegExp, ...args: string[]) => {
    const ran = await line.run('trunk-manager', ...args)
    assert.equal(ran.code, code, args.join(' '))
    assert.match(ran.stderr, pattern)
  }

  it('add makes one with the usual settings, or with those that are given', async () => {
    assert.equal(await line.ok('trunk-manager', 'list'), 'there is no trunk manager\n')
    assert.equal(
      await line.ok('trunk-manager', 'add', 'day', '--trunk', 'provider'),
      "trunk manager 'day': the trunk provider, 5 calls at once, 1 s from call to call, always\n",
    )
    assert.deepEqual(await settings('day'), {
      ...{ title: 'day', trunk: 'provider', active: true, capacity: 5, interval: 1, readyNumbers: 100 },
      ...{ hours: 'always', timeZone: 'Asia/Tehran' },
    })
    const hours = ['--hours', 'sat-sun 09:00-20:00; thu 22:00-01:00', '--time-zone', 'Europe/Berlin']
    const pace = ['--capacity', '1', '--interval', '0.5', '--ready-numbers', '7', '--inactive']
    assert.equal(
      await line.ok('trunk-manager', 'add', 'night', '--trunk', 'second', ...pace, ...hours),
      "trunk manager 'night': the trunk second, 1 call at once, 0.5 s from call to call, " +
        'thu 22:00-24:00; fri 00:00-01:00; sat 09:00-20:00; sun 09:00-20:00 in Europe/Berlin, not active\n',
    )
    assert.deepEqual(await settings('night'), {
      ...{ title: 'night', trunk: 'second', active: false, capacity: 1, interval: 0.5, readyNumbers: 7 },
      hours: 'thu 22:00-24:00; fri 00:00-01:00; sat 09:00-20:00; sun 09:00-20:00',
      timeZone: 'Europe/Berlin',
    })
    assert.match(
      await line.ok('trunk-manager', 'list'),
      /^TITLE.*\nday .*provider +active +5 +1 s.*\nnight .*not active/,
    )
  })

  it('set changes what is given, and nothing else', async () => {
    const before = await settings('night')
    await line.ok('trunk-manager', 'set', 'night', '--capacity', '9')
    assert.deepEqual(await settings('night'), { ...before, capacity: 9 })
    const { hexId } = (await list()).find(({ title }) => title === 'night') as Manager
    await line.ok('trunk-manager', 'set', hexId, '--title', 'evening', '--active', '--hours', 'always')
    await line.ok('trunk-manager', 'set', 'evening', '--trunk', 'provider', '--interval', '0', '--time-zone', 'UTC')
    assert.deepEqual(await settings('evening'), {
      ...before,
      ...{ title: 'evening', active: true, capacity: 9, hours: 'always', trunk: 'provider', interval: 0 },
      timeZone: 'UTC',
    })
  })

  it('takes each number and text up to its limits', async () => {
    const title = 't'.repeat(100)
    const least = ['--capacity', '1', '--interval', '0', '--ready-numbers', '1']
    await line.ok('trunk-manager', 'add', title, '--trunk', 'provider', ...least)
    const before = await settings(title)
    assert.deepEqual([before.capacity, before.interval, before.readyNumbers], [1, 0, 1])
    await line.ok(
      'trunk-manager',
      'set',
      title,
      '--capacity',
      '10000',
      '--interval',
      '3600',
      '--ready-numbers',
      '10000',
    )
    assert.deepEqual(await settings(title), { ...before, capacity: 10_000, interval: 3600, readyNumbers: 10_000 })
    for (const wrong of ['', 't'.repeat(101)]) {
      assert.notEqual((await line.run('trunk-manager', 'set', title, '--title', wrong)).code, 0)
    }
    await line.ok('trunk-manager', 'remove', title)
  })

  it('says what is wrong', async () => {
    const add = ['add', 'x', '--trunk', 'provider'] as const
    await fails(2, /required option '--trunk/, 'add', 'x')
    await fails(1, /there is no trunk as 'none'/, 'add', 'x', '--trunk', 'none')
    await fails(1, /another trunk manager has the title day/, 'add', 'day', '--trunk', 'provider')
    for (const [option, ...values] of [
      ['--capacity', '0', '10001', 'x', ''],
      ['--interval', '-1', '3601', '1s', ''],
      ['--ready-numbers', '0', 'x'],
      ['--hours', '', 'never', 'sat 9-10', 'xxx 09:00-10:00'],
      ['--time-zone', 'Tehran', '+03:30', ''],
    ] as const) {
      for (const value of values) await fails(2, /It must be/, ...add, option, value)
    }
    await fails(1, /nothing to set/, 'set', 'day')
    await fails(1, /one of --active and --inactive/, 'set', 'day', '--active', '--inactive')
    await fails(1, /another trunk manager has the title day/, 'set', 'evening', '--title', 'day')
    await fails(1, /not found|no trunk manager|nobody/, 'set', 'nobody', '--capacity', '1')
    await fails(1, /nobody/, 'remove', 'nobody')
  })

  it('keeps its trunk, goes, and comes back by an undo', async () => {
    const ran = await line.run('trunk', 'remove', 'provider')
    assert.equal(ran.code, 1)
    assert.match(ran.stderr, /the trunk manager 'day' names the trunk provider/)
    const before = await list()
    assert.equal(await line.ok('trunk-manager', 'remove', 'day'), "the trunk manager 'day' is gone\n")
    const [last] = await line.json<{ number: number }[]>('changes', 'list', '--limit', '1')
    await line.ok('changes', 'undo', String(last?.number))
    assert.deepEqual(await list(), before)
    const removed = await line.json<{ removed: Manager }>('trunk-manager', 'remove', before[0]?.hexId ?? '')
    assert.equal(removed.removed.title, 'day')
  })
})
