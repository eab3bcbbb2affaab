import assert from 'node:assert/strict'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { addKeys, Client as CheckMarket } from '../support/checkmarket.ts'
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

const moment = async () => {
  const at = new Date().toISOString()
  await new Promise((resolve) => setTimeout(resolve, 20))
  return at
}

describe('a group at a past moment', () => {
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

describe('a contact at a past moment', () => {
  const contactAt = (named: string, at: string) =>
    json<Record<string, unknown>>('contacts', 'show', named, '--account', 'acme', '--at', at)

  test('has the fields of then, also when it is gone, and when it was imported', async () => {
    const before = await moment()
    const number = uniqueNumber()
    await client.data('autodialer/contacts/add', { name: 'past one', number, description: 'first' })
    const first = await moment()
    const { hexId } = await json<{ hexId: string }>('contacts', 'show', number, '--account', 'acme')
    await client.data('autodialer/contacts/update', { _id: hexId, name: 'past two', description: 'second' })
    const second = await moment()
    const file = join(await mkdtemp(join(tmpdir(), 'dialbook-past-')), 'c.csv')
    await writeFile(file, `id,number,name\n${hexId},${number},past three\n,${number}9,only imported\n`)
    await server.cli('contacts', 'import', file, '--account', 'acme')
    const third = await moment()
    await server.cli('contacts', 'remove', 'past three', '--account', 'acme')
    await server.cli('contacts', 'remove', 'only imported', '--account', 'acme')
    for (const named of [hexId, number, 'past one']) {
      const { name, Description, groups, at } = await contactAt(named, first)
      assert.deepEqual([name, Description ?? 'first', groups, at], ['past one', 'first', null, first], named)
    }
    assert.equal((await contactAt(hexId, second)).name, 'past two')
    assert.equal((await contactAt('past three', third)).name, 'past three')
    assert.equal((await contactAt('only imported', third)).number, `${number}9`)
    for (const [named, at] of [
      [hexId, before],
      [hexId, new Date().toISOString()],
      ['only imported', second],
      ['nobody', first],
    ] as const) {
      await assert.rejects(contactAt(named, at), /there was no contact/)
    }
    await server.cli('trash', 'restore', 'past three', '--account', 'acme')
    assert.equal((await contactAt(hexId, second)).name, 'past two')
  })

  test('is told also when it went with its group, or by a list', async () => {
    const keys = await addKeys(server, 'acme')
    const checkmarket = new CheckMarket(server, keys)
    const group = await checkmarket.addGroup()
    await checkmarket.addContact(group, { LastName: 'went along' })
    const listed = await checkmarket.addContact(group, { LastName: 'went by list' })
    const at = await moment()
    await checkmarket.data('DELETE', `contactgroups/${group}/contacts`, { ContactIds: [listed] })
    await checkmarket.data('DELETE', `contactgroups/${group}`)
    assert.equal((await contactAt('went along', at)).name, 'went along')
    assert.equal((await contactAt('went by list', at)).name, 'went by list')
    await assert.rejects(contactAt('went along', await moment()), /there was no contact/)
  })
})

describe('an extension at a past moment', () => {
  test('has the settings of then, and no secret', async () => {
    const number = uniqueNumber()
    const show = async (at: string, of = number) =>
      server.cli('extensions', 'show', of, '--account', 'acme', '--at', at)
    const before = await moment()
    const user = { name: 'then', number, secret: 'Xk29!mQp77zz' }
    const { _id } = await client.data<{ _id: string }>('pbx/users/add', user)
    const first = await moment()
    await client.data('pbx/users/update', { _id, name: 'later', secret: 'Another-long-1', number: `${number}1` })
    const second = await moment()
    await client.data('pbx/users/remove', { _id })
    for (const named of [number, `${number}1`]) {
      const shownThen = await show(first, named)
      assert.match(shownThen, /then/)
      assert.match(shownThen, /\*{6}/)
      assert.doesNotMatch(shownThen, /Xk29|sealed/)
    }
    assert.match(await show(second, `${number}1`), /later/)
    await assert.rejects(show(before), /there was no extension/)
    await assert.rejects(show(await moment(), `${number}1`), /there was no extension/)
    const withSecret = ['extensions', 'show', number, '--account', 'acme', '--at', first, '--with-secret'] as const
    await assert.rejects(server.cli(...withSecret), /the secret of then is not shown/)
  })
})

describe('the history of a number', () => {
  const told = async (number: string, ...args: string[]) =>
    (
      await json<{ changes: Listed[] }>('changes', 'list', '--account', 'acme', '--number', number, ...args)
    ).changes.map(({ noun, verb, subject }) => `${noun} ${verb} ${subject}`)

  test('has each change by which it came or went, in any spelling', async () => {
    await server.cli('account', 'set', 'acme', '--country', 'IR')
    const _id = await add('of number', ['1', '09127770000'])
    await update(_id, { numbers_add: ['2'] })
    await update(_id, { description: 'other' })
    await update(_id, { numbers_remove: ['09127770000'], name: 'of number 2' })
    await client.data('autodialer/contacts/add', { name: 'has it', number: '+989127770000' })
    await server.cli('optout', 'add', '0912 777 0000', '--account', 'acme')
    await update(_id, { numbers_add: ['00989127770000'] })
    await client.data('autodialer/groups/remove', { _id })
    const all = await told('0912 777 0000')
    assert.deepEqual(all.toReversed(), [
      'group add of number',
      'group update of number 2',
      'contact add has it',
      all[2],
      'group update of number 2',
      'group remove of number 2',
    ])
    assert.match(String(all[2]), /^opt-out add /)
    assert.deepEqual(await told('+989127770000', '--noun', 'contact'), ['contact add has it'])
    assert.deepEqual(await told('09127770000', '--limit', '1'), ['group remove of number 2'])
    assert.deepEqual(await told('09120009999'), [])
    const { changes, next } = await json<{ changes: (Listed & { number: number })[]; next: number | null }>(
      ...['changes', 'list', '--account', 'acme', '--number', '09127770000', '--limit', '2'],
    )
    assert.equal(next, changes[1]?.number)
    assert.deepEqual(await told('09127770000', '--before', String(next)), all.slice(2))
    assert.match(
      await server.cli('changes', 'list', '--account', 'acme', '--number', '09127770000', '--limit', '2'),
      new RegExp(`older changes were not looked at: go on with --before ${next}`),
    )
    await assert.rejects(server.cli('changes', 'list', '--number', '1'), /give --account/)
    await assert.rejects(told(' '), /say which number/)
  })
})
