import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { startCheckMarket } from '../support/checkmarket.ts'
import { type Fields, Lox24Client, startLox24 } from '../support/lox24.ts'

const server = await startLox24()
after(() => server.stop())
const client = new Lox24Client(server)

interface Shown {
  readonly id: number
  readonly hexId: string
  readonly name: string
  readonly numbers: number
  readonly titles: Fields
  readonly folder: Fields | null
  readonly plannedDeletion: string | null
  readonly description: string | null
}

interface Listed {
  readonly groups: readonly Shown[]
  readonly next: number | null
}

const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await server.cli(...args, '--json')) as T
const list = (...args: string[]) => json<Listed>('groups', 'list', ...args)
const fails = (text: RegExp, ...args: string[]) => assert.rejects(server.cli('groups', ...args), text)
const phones = (...given: string[]) => given.map((phone) => ({ phone }))

/** Reads the whole list, a page of two at a time. */
async function pages(sort: string): Promise<number[]> {
  const ids: number[] = []
  for (let next: number | null = 0; next !== null; ) {
    const page: Listed = await list(
      '--sort',
      sort,
      '--limit',
      '2',
      '--search',
      'pages',
      ...(next ? ['--after', String(next)] : []),
    )
    ids.push(...page.groups.map(({ id }) => id))
    next = page.next
  }
  return ids
}

describe('dialbook groups list', () => {
  test('goes on behind the last group of a page, in every order', async () => {
    const made: number[] = []
    for (const [name, ...numbers] of [
      ['pages b', '1', '2'],
      ['pages A', '1'],
      ['pages c', '1', '2'],
      ['pages a'],
      ['pages b'],
    ]) {
      made.push((await client.addGroup({ name, phones: phones(...numbers) })).id)
    }
    const [one, two, three, four, five] = made
    await client.ok(200, 'PUT', `/groups/${two}`, { description: 'the newest' })
    assert.deepEqual(await pages('id'), made)
    assert.deepEqual(await pages('name'), [two, four, one, five, three])
    assert.deepEqual(await pages('numbers'), [three, one, two, five, four])
    assert.equal((await pages('changed'))[0], two)
    assert.equal((await pages('changed')).length, 5)
    await fails(/group 99999 is gone.*begin the list anew/, 'list', '--sort', 'name', '--after', '99999')
    await fails(/the limit must be from 1 to 1000/, 'list', '--limit', '1001')
  })

  test('finds names whatever their case, and shows all that a group has', async () => {
    const { id } = await client.addGroup({
      ...{ name: 'Kunden Süd', description: 'all of them', name_a: 'Name', name_c: 'Ort', phones: phones('1', '2') },
      deleted_at: '2040-01-02T03:04:05Z',
    })
    const { groups, next } = await list('--search', 'kunden SÜD')
    assert.equal(next, null)
    const [{ hexId, ...group }] = groups as [Shown & Fields]
    assert.match(hexId, /^[0-9a-f]{24}$/)
    const { created: _created, changed: _changed, ...fields } = group
    assert.deepEqual(fields, {
      ...{
        id,
        name: 'Kunden Süd',
        numbers: 2,
        titles: { a: 'Name', b: null, c: 'Ort', d: null, e: null },
        folder: null,
      },
      ...{ plannedDeletion: '2040-01-02T03:04:05.000Z', description: 'all of them', contacts: 0 },
    })
    const table = await server.cli('groups', 'list', '--search', 'kunden')
    assert.match(
      table,
      /^ID +HEX ID +NUMBERS +NAME +TITLES +FOLDER +DELETION +DESCRIPTION\n\d+ +\S+ +2 +"Kunden Süd" +Name, Ort +2040-01-02T03:04:05.000Z +all of them\n$/,
    )
    assert.equal(await server.cli('groups', 'list', '--search', 'nowhere'), 'there is no such group\n')
  })

  test('prints no control characters of names', async () => {
    const { id } = await json<Shown>('groups', 'add', 'plain')
    await client.ok(200, 'PUT', `/groups/${id}`, { name: 'evil \u202e name' })
    assert.match(await server.cli('groups', 'list', '--search', 'evil'), /"evil \\u202e name"/)
    assert.match(await server.cli('groups', 'show', String(id)), /^name +evil \\u202e name$/m)
  })
})

describe('dialbook groups show', () => {
  test('shows entries with their columns, and marks those that are no numbers', async () => {
    const { id } = await client.addGroup({
      ...{ name: 'shown', name_b: 'City' },
      phones: [{ phone: '0912', b: 'Tehran' }, { phone: '3', a: 'x', callback_data: 'ref' }, ...phones('4', '5')],
    })
    const shown = await json<Shown & { entries: Fields[]; next: number | null; changes: Fields[] }>(
      'groups',
      'show',
      'shown',
    )
    assert.deepEqual(
      shown.entries.map(({ id: _, ...entry }) => entry),
      [{ number: '0912', b: 'Tehran' }, { number: '3', a: 'x', callbackData: 'ref' }, { number: '4' }, { number: '5' }],
    )
    assert.equal(shown.next, null)
    assert.equal(shown.changes.length, 1)
    const text = await server.cli('groups', 'show', String(id), '--entries', '2', '--after', '1')
    assert.match(
      text,
      /^ *PLACE +ID +NUMBER +a +City +CALLBACK DATA\n +2 +\d+ +3 +x +ref\n +3 +\d+ +4\nthere are more: add --after 3\n#\d+ .* group add/m,
    )
    assert.match(await server.cli('groups', 'show', String(id), '--after', '4'), /^it has no further entries$/m)
    await fails(
      /at most 1000 entries are shown: `dialbook export groups` writes all/,
      'show',
      'shown',
      '--entries',
      '1001',
    )
  })

  test('says of an entry why it is no number', async () => {
    const { id } = await client.addGroup({ name: 'odd', phones: phones('0912', '500/501') })
    const { entries } = await json<{ entries: { number: string; problem?: string }[] }>('groups', 'show', String(id))
    assert.deepEqual(
      entries.map(({ number, problem }) => [number, problem !== undefined]),
      [
        ['0912', false],
        ['500/501', true],
      ],
    )
    const text = await server.cli('groups', 'show', String(id))
    assert.match(text, /PLACE +ID +NUMBER +NO NUMBER, SINCE IT\n +1 +\d+ +0912\n +2 +\d+ +500\/501 +\S.*\n/)
  })

  test('knows a group by its id, its hex id and its whole name, and never guesses', async () => {
    const first = await json<Shown>('groups', 'add', 'twice')
    const second = await json<Shown>('groups', 'add', 'twice')
    const both = `${first.id} \\(${first.hexId}\\), ${second.id} \\(${second.hexId}\\): give the hex id of one`
    await fails(new RegExp(`'twice' may be any of the groups ${both}`), 'show', 'twice')
    assert.equal((await json<Shown>('groups', 'show', second.hexId)).id, second.id)
    assert.equal((await json<Shown>('groups', 'show', String(first.id))).id, first.id)
    const third = await json<Shown>('groups', 'add', String(first.id))
    await fails(new RegExp(`may be any of the groups ${first.id} .*, ${third.id} `), 'show', String(first.id))
    await fails(/there is no group 'twic': give its id, its hex id or its whole name/, 'show', 'twic')
  })
})

describe('dialbook groups add, edit and remove', () => {
  test('write the fields that are given, and nothing else', async () => {
    const made = await json<Shown>(
      'groups',
      'add',
      'fields',
      '--title',
      'a=First',
      '--title',
      'e=Last',
      '--description',
      'd',
    )
    assert.deepEqual(made.titles, { a: 'First', b: null, c: null, d: null, e: 'Last' })
    const edit = (...args: string[]) => json<Shown & { change: number }>('groups', 'edit', String(made.id), ...args)
    const edited = await edit('--title', 'a=', '--title', 'b=Second', '--delete-at', '2040-01-01')
    assert.deepEqual(edited.titles, { a: null, b: 'Second', c: null, d: null, e: 'Last' })
    assert.equal(edited.plannedDeletion, '2040-01-01T00:00:00.000Z')
    assert.equal(edited.description, 'd')
    const again = await edit('--delete-at', 'never', '--description', '', '--name', 'named anew')
    assert.deepEqual([again.name, again.plannedDeletion, again.description], ['named anew', null, null])
    await server.cli('changes', 'undo', String(again.change))
    assert.equal((await json<Shown>('groups', 'show', String(made.id))).name, 'fields')
  })

  test('refuse what a group cannot have', async () => {
    const { id } = await json<Shown>('groups', 'add', 'rules')
    await fails(
      /must be in the future: `groups remove` removes at once/,
      'edit',
      String(id),
      '--delete-at',
      '2020-01-01',
    )
    await fails(/say what to change, with --name/, 'edit', String(id))
    await fails(/must be a column and its title, as a=First name/, 'edit', String(id), '--title', 'f=x')
    await fails(/must have at most 50 characters/, 'edit', String(id), '--title', `a=${'x'.repeat(51)}`)
    await fails(/must have no control characters/, 'add', 'a\u001b[31m')
    await fails(/must not be empty/, 'add', '')
    await fails(/there is no folder '77'/, 'edit', String(id), '--folder', '77')
  })

  test('remove several groups as several changes, or none where one is not there', async () => {
    const [one, two] = [await json<Shown>('groups', 'add', 'gone 1'), await json<Shown>('groups', 'add', 'gone 2')]
    await fails(/there is no group 'gone 3'/, 'remove', 'gone 1', 'gone 3')
    const { removed } = await json<{ removed: { id: number; change: number }[] }>(
      'groups',
      'remove',
      'gone 1',
      String(two.id),
    )
    assert.deepEqual(
      removed.map(({ id }) => id),
      [one.id, two.id],
    )
    assert.equal((await list('--search', 'gone')).groups.length, 0)
    await server.cli('changes', 'undo', String(removed[0]?.change))
    assert.deepEqual(
      (await list('--search', 'gone')).groups.map(({ id }) => id),
      [one.id],
    )
  })

  test('put a group into a folder', async () => {
    const { server: other, client: checkmarket } = await startCheckMarket()
    try {
      const folder = await checkmarket.addFolder()
      const made = JSON.parse(await other.cli('groups', 'add', 'in it', '--folder', String(folder), '--json')) as Shown
      assert.equal(made.folder?.id, folder)
      const named = await other.cli('groups', 'edit', 'in it', '--folder', String(made.folder?.name), '--json')
      assert.deepEqual((JSON.parse(named) as Shown).folder, made.folder)
      const moved = JSON.parse(await other.cli('groups', 'edit', 'in it', '--folder', '/', '--json')) as Shown
      assert.equal(moved.folder, null)
    } finally {
      await other.stop()
    }
  })
})

const script = spawnSync('script', ['--version']).status === 0

describe('a terminal', { skip: !script && 'NOT TESTED: util-linux has the command script' }, () => {
  test('gets a table that fits it, and a pipe all of it', async () => {
    await server.cli('groups', 'add', `wide ${'w'.repeat(200)}`, '--description', 'x'.repeat(200))
    const bin = resolve(import.meta.dirname, '../../../bin/dialbook.js')
    const command = `stty cols 90; ${process.execPath} ${bin} groups list --search wide --data ${server.data}`
    const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8', env: server.env })
    const lines = stdout.trimEnd().split('\r\n')
    assert.equal(lines.length, 2, stdout)
    for (const line of lines) assert.ok(line.length <= 90, line)
    assert.match(stdout, /"wide w+… .* x+…/)
    assert.match(await server.cli('groups', 'list', '--search', 'wide'), /w{200}.*x{200}/)
  })
})
