import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Client, startSimotel, uniqueNumber } from '../support/simotel.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await server.cli(...args, '--json')) as T
const add = async (name: string, numbers: readonly string[]): Promise<string> =>
  (await client.data<{ _id: string }>('autodialer/groups/add', { name, numbers }))._id
const update = (_id: string, body: object) => client.data('autodialer/groups/update', { _id, ...body })

interface Shown {
  readonly name: string
  readonly numbers: number
  readonly entries: readonly { readonly number: string }[]
  readonly contacts: number | null
}

interface Listed {
  readonly number: number
  readonly verb: string
  readonly subject: string
  readonly noun: string
  readonly numbers?: { readonly added: number; readonly removed: number }
}

const shown = async (...args: string[]) => {
  const { name, entries } = await json<Shown>('groups', 'show', ...args, '--account', 'acme')
  return [name, ...entries.map(({ number }) => number)]
}

describe('two groups', () => {
  test('are compared, without what is in both', async () => {
    const long = Array.from({ length: 9000 }, (_, index) => String(1000 + index))
    await add('one', [...long, '*1#', 'x'.length.toString()])
    await add('other', ['5', ...long, '7'])
    const text = await server.cli('groups', 'diff', 'one', 'other')
    assert.equal(text, '- *1#\n- 1\n+ 5\n+ 7\n2 only in the first, 2 only in the second, 9000 in both\n')
    const { counts, onlyInOne, onlyInOther } = await json<Record<string, unknown>>('groups', 'diff', 'one', 'other')
    assert.deepEqual(counts, { onlyInOne: 2, onlyInOther: 2, inBoth: 9000 })
    assert.deepEqual(
      [onlyInOne, onlyInOther],
      [
        ['*1#', '1'],
        ['5', '7'],
      ],
    )
    await add('none', [])
    const all = await json<{ onlyInOne: string[]; onlyInOther: string[] }>('groups', 'diff', 'other', 'none')
    assert.deepEqual([all.onlyInOne, all.onlyInOther], [['5', ...long, '7'], []])
    assert.match(await server.cli('groups', 'diff', 'one', 'one'), /^0 only in the first, 0 .*, 9002 in both\n$/)
  })

  test('are combined, each way as one change', async () => {
    await add('a', ['1', '2', '3'])
    await add('b', ['3', '4'])
    const combine = async (...args: string[]) => {
      const done = await json<Shown & { added: number; removed: number; change: number }>('groups', 'combine', ...args)
      return [done.numbers, done.added, done.removed]
    }
    assert.deepEqual(await combine('a', '--union', 'b'), [4, 1, 0])
    assert.deepEqual(await shown('a'), ['a', '1', '2', '3', '4'])
    assert.deepEqual(await combine('a', '--intersect', 'b'), [2, 0, 2])
    assert.deepEqual(await shown('a'), ['a', '3', '4'])
    assert.deepEqual(await combine('a', '--subtract', 'b'), [0, 0, 2])
    const undo = ['changes', 'list', '--noun', 'group', '--subject', 'a']
    const history = await json<Listed[]>(...undo)
    assert.deepEqual(
      history.map(({ verb, numbers }) => [verb, numbers]),
      [
        ['update', { added: 0, removed: 2 }],
        ['update', { added: 0, removed: 2 }],
        ['update', { added: 1, removed: 0 }],
        ['add', { added: 3, removed: 0 }],
      ],
    )
    assert.match(await server.cli(...undo), /numbers: \+0 -2\n/)
    for (const { number } of history.slice(0, 3)) await server.cli('changes', 'undo', String(number))
    assert.deepEqual(await shown('a'), ['a', '1', '2', '3'])
    await assert.rejects(server.cli('groups', 'combine', 'a'), /give one of --union/)
    await assert.rejects(server.cli('groups', 'combine', 'a', '--union', 'b', '--subtract', 'b'), /give one of/)
    await assert.rejects(server.cli('groups', 'combine', 'a', '--union', 'nobody'), /there is no group/)
  })
})

describe('a group at a past moment', () => {
  const moment = async () => {
    const at = new Date().toISOString()
    await new Promise((resolve) => setTimeout(resolve, 20))
    return at
  }
  test('has the name and the numbers of then, also when it is gone', async () => {
    const before = await moment()
    await new Promise((resolve) => setTimeout(resolve, 20))
    const _id = await add('past', ['1', '2'])
    const [first] = [await moment()]
    await update(_id, { numbers_add: ['3'], name: 'renamed' })
    const second = await moment()
    await update(_id, { numbers: ['9'] })
    const third = await moment()
    await client.data('autodialer/groups/remove', { _id })
    assert.deepEqual(await shown(_id, '--at', first), ['past', '1', '2'])
    assert.deepEqual(await shown('past', '--at', first), ['past', '1', '2'])
    assert.deepEqual(await shown('renamed', '--at', second), ['renamed', '1', '2', '3'])
    assert.deepEqual(await shown(_id, '--at', third), ['renamed', '9'])
    await assert.rejects(server.cli('groups', 'show', _id, '--at', before), /there was no group/)
    await assert.rejects(server.cli('groups', 'show', _id, '--at', new Date().toISOString()), /there was no group/)
    await server.cli('trash', 'restore', 'renamed', '--account', 'acme')
    assert.deepEqual(await shown(_id, '--at', first), ['past', '1', '2'])
    assert.deepEqual(await shown('past', '--at', first), ['past', '1', '2'])
    assert.deepEqual(await shown(_id), ['renamed', '9'])
  })

  test('is told by the clocks of the account', async () => {
    await add('clock', ['1'])
    await server.cli('account', 'set', 'acme', '--time-zone', 'Asia/Tehran')
    const local = (hours: number) =>
      new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
    assert.deepEqual(await shown('clock', '--at', local(4)), ['clock', '1'])
    await assert.rejects(server.cli('groups', 'show', 'clock', '--at', local(3)), /there was no group/)
    for (const wrong of ['yesterday', '2026-13-01', '2026-11-01 25:00']) {
      await assert.rejects(server.cli('groups', 'show', 'clock', '--at', wrong), /must be a moment as/)
    }
  })
})

describe('the trash', () => {
  interface Trash {
    readonly removals: readonly Listed[]
    readonly next: number | null
  }
  const listed = async (...args: string[]) =>
    (await json<Trash>('trash', 'list', ...args)).removals.map(({ noun, subject }) => `${noun} ${subject}`)

  test('has what was removed, until it is back', async () => {
    const group = await add('lost', ['1', '2'])
    const number = uniqueNumber()
    const extension = await client.data<{ _id: string }>('pbx/users/add', {
      name: 'u',
      number,
      secret: 'A-long-secret-1',
    })
    await client.data('autodialer/contacts/add', { name: 'somebody', number: '0912' })
    const rows = await client.data<{ data: { _id: string }[] }>('autodialer/contacts/search', {
      ...{ alike: false, conditions: { name: 'somebody' } },
    })
    await client.data('autodialer/groups/remove', { _id: group })
    await client.data('pbx/users/remove', extension)
    await client.data('autodialer/contacts/remove', rows.data[0])
    const before = ['contact somebody', `extension ${number}`, 'group lost']
    assert.deepEqual((await listed()).slice(0, 3), before)
    assert.deepEqual(await listed('--noun', 'group'), ['group lost'])
    const { removals, next } = await json<Trash>('trash', 'list', '--limit', '2')
    assert.equal(next, removals.at(-1)?.number)
    assert.deepEqual(await listed('--before', String(next)), ['group lost'])
    assert.match(await server.cli('trash', 'list'), /REMOVAL .*\n#\d+ .*contact .*"somebody"/)
    await server.cli('trash', 'restore', 'lost', `#${removals[1]?.number}`)
    assert.deepEqual(await listed(), ['contact somebody'])
    assert.deepEqual(await shown('lost'), ['lost', '1', '2'])
    await server.cli('trash', 'restore', 'somebody', '--account', 'acme')
    assert.equal(await server.cli('trash', 'list'), 'the trash is empty\n')
    await assert.rejects(server.cli('trash', 'restore', 'lost'), /the trash has no 'lost'/)
    await assert.rejects(server.cli('trash', 'restore', '#1'), /the trash has no '#1'/)
  })

  test('tells things of one name apart', async () => {
    for (const numbers of [['1'], ['2']])
      await client.data('autodialer/groups/remove', { _id: await add('twin', numbers) })
    await assert.rejects(server.cli('trash', 'restore', 'twin'), /several of that name were removed, as #\d+ and #\d+/)
    const { removals } = await json<Trash>('trash', 'list', '--noun', 'group')
    await server.cli('trash', 'restore', `#${removals[1]?.number}`)
    assert.deepEqual(await shown('twin'), ['twin', '1'])
    assert.deepEqual(await listed('--noun', 'group'), ['group twin'])
  })
})
