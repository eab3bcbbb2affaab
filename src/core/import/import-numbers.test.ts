import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, owner, type TestBook } from '../../../test/builders.ts'
import { recordsOf } from '../../../test/records.ts'
import { setAccountCountry } from '../account/set-account-country.ts'
import type { Caller } from '../caller.ts'
import { importOf } from '../change/change.ts'
import { findChanges } from '../change/find-changes.ts'
import { addEntries } from '../entry/add-entries.ts'
import type { Entry, EntryDraft } from '../entry/entry.ts'
import { createGroup } from '../group/create-group.ts'
import { getGroup } from '../group/get-group.ts'
import type { Group } from '../group/group.ts'
import { undoChange } from '../undo/undo-change.ts'
import { importNumbers, type NumbersReport } from './import-numbers.ts'
import type { ImportOptions } from './import-options.ts'
import { ImportRefused } from './import-refused.ts'

describe('importNumbers', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  after(() => book.close())

  const make = async (...drafts: readonly EntryDraft[]): Promise<Group> => {
    const group = await createGroup(book.core, caller, { name: 'g', columns: { a: 'name' } })
    if (drafts.length > 0) await addEntries(book.core, caller, { id: group.id }, drafts)
    return getGroup(book.core, caller, { id: group.id })
  }
  const entries = async ({ id }: Pick<Group, 'id'>): Promise<Entry[]> => {
    const { listId } = await getGroup(book.core, caller, { id })
    return book.core.store.lists.entries(caller.accountId, listId, { start: 0, count: 1000 })
  }
  const plain = (found: readonly Entry[]) => found.map(({ phone, details }) => (details ? [phone, details] : [phone]))
  const load = (group: Group, rows: readonly (readonly string[])[], options: ImportOptions = {}) =>
    importNumbers(book.core, caller, { group: { id: group.id } }, [{ name: 'f.csv', file: recordsOf(rows) }], options)
  const counts = ({
    lines,
    added,
    updated,
    unchanged,
    repeated,
    rejected,
    removed,
  }: NumbersReport | ImportRefused['report']) => ({
    ...{ lines, added, updated, unchanged, repeated, rejected, removed },
  })
  const none = { lines: 0, added: 0, updated: 0, unchanged: 0, repeated: 0, rejected: 0, removed: 0 }

  it('adds behind the list, updates given columns, and keeps all else with its ids', async () => {
    const group = await make(
      { phone: '0911', details: { a: 'Ali', b: 'x' } },
      { phone: '0912' },
      { phone: '0913', details: { a: 'C' } },
    )
    const was = await entries(group)
    const report = await load(group, [
      ['phone', 'name'],
      ['0914', 'new'],
      ['0911', 'Ali B'],
      ['0912', ''],
      ['0914', 'again'],
      ['0913', ' C '],
    ])
    assert.deepEqual(counts(report), { ...none, lines: 5, added: 1, updated: 1, unchanged: 2, repeated: 1 })
    const now = await entries(group)
    assert.deepEqual(plain(now), [
      ['0911', { a: 'Ali B', b: 'x' }],
      ['0912'],
      ['0913', { a: 'C' }],
      ['0914', { a: 'new' }],
    ])
    assert.deepEqual(
      now.slice(0, 3).map(({ id }) => id),
      was.map(({ id }) => id),
    )
    const [change] = await findChanges(book.core, caller, 1)
    assert.deepEqual(importOf(change?.after ?? null), { files: ['f.csv'], added: 1, updated: 1, removed: 0 })
    await undoChange(book.core, owner, change?.number ?? 0)
    assert.deepEqual(await entries(group), was)
    const [undo] = await findChanges(book.core, caller, 1)
    await undoChange(book.core, owner, undo?.number ?? 0)
    assert.deepEqual(await entries(group), now)
  })

  it('writes nothing when nothing differs, and nothing in a dry run', async () => {
    const group = await make({ phone: '0911', details: { a: 'Ali' } })
    const [before] = await findChanges(book.core, caller, 1)
    assert.deepEqual(counts(await load(group, [['0911']])), { ...none, lines: 1, unchanged: 1 })
    assert.deepEqual(counts(await load(group, [['0911'], ['0912']], { dryRun: true })), {
      ...{ ...none, lines: 2, unchanged: 1, added: 1 },
    })
    assert.deepEqual((await findChanges(book.core, caller, 1))[0]?.number, before?.number)
    assert.equal((await entries(group)).length, 1)
  })

  it('makes the list equal to the file, in its order', async () => {
    const group = await make({ phone: '1', details: { a: 'A', callbackData: 'cb' } }, { phone: '2' }, { phone: '3' })
    const was = await entries(group)
    const inOrder = await load(group, [['1'], ['3'], ['4']], { mode: 'sync' })
    assert.deepEqual(counts(inOrder), { ...none, lines: 3, added: 1, unchanged: 2, removed: 1 })
    const now = await entries(group)
    assert.deepEqual(plain(now), [['1', { a: 'A', callbackData: 'cb' }], ['3'], ['4']])
    assert.deepEqual([now[0]?.id, now[1]?.id], [was[0]?.id, was[2]?.id])
    const turned = await load(group, [['5'], ['4'], ['1']], { mode: 'sync' })
    assert.deepEqual(counts(turned), { ...none, lines: 3, added: 1, unchanged: 2, removed: 1 })
    assert.deepEqual(plain(await entries(group)), [['5'], ['4'], ['1', { a: 'A', callbackData: 'cb' }]])
    const cleared = await load(
      group,
      [
        ['number', 'name'],
        ['5', ''],
        ['4', 'x'],
        ['1', ''],
      ],
      { mode: 'sync' },
    )
    assert.deepEqual(counts(cleared), { ...none, lines: 3, updated: 2, unchanged: 1 })
    assert.deepEqual(plain(await entries(group)), [['5'], ['4', { a: 'x' }], ['1', { callbackData: 'cb' }]])
  })

  it('takes numbers out', async () => {
    const group = await make({ phone: '1' }, { phone: '2' }, { phone: '3' })
    const report = await load(group, [['3'], ['9'], ['3'], ['1']], { mode: 'remove' })
    assert.deepEqual(counts(report), { ...none, lines: 4, updated: 2, unchanged: 1, repeated: 1, removed: 2 })
    assert.deepEqual(plain(await entries(group)), [['2']])
    await load(group, [['2']], { mode: 'remove' })
    assert.deepEqual(await entries(group), [])
    assert.equal((await getGroup(book.core, caller, { id: group.id })).listId, null)
  })

  it('compares by the key of the country, and an exact spelling goes first', async () => {
    const { accountId, ...rest } = await book.buildCaller()
    const iran = { ...rest, accountId }
    const account = await book.core.store.accounts.byId(accountId)
    await setAccountCountry(book.core, owner, account?.name ?? '', 'IR')
    const group = await createGroup(book.core, iran, {
      name: 'g',
      entries: entriesOf('09121112233', '+989121112234', '09121112234'),
    })
    const run = (rows: readonly string[], options: ImportOptions = {}) =>
      importNumbers(
        book.core,
        iran,
        { group: { id: group.id } },
        [{ name: 'f', file: recordsOf(rows.map((row) => [row])) }],
        options,
      )
    const phones = async () => {
      const { listId } = await getGroup(book.core, iran, { id: group.id })
      return book.core.store.lists.phones(accountId, listId)
    }
    assert.deepEqual(counts(await run(['+98 912 111 2233', '00989121112233', '0098 912 111 2235', '09121112235'])), {
      ...{ ...none, lines: 4, unchanged: 1, repeated: 2, added: 1 },
    })
    const all = ['09121112233', '+989121112234', '09121112234', '00989121112235']
    assert.deepEqual(await phones(), all)
    assert.deepEqual(counts(await run(all, { mode: 'sync' })), { ...none, lines: 4, unchanged: 4 })
    assert.deepEqual(counts(await run(['9121112234'], { mode: 'remove' })), {
      ...none,
      lines: 1,
      updated: 1,
      removed: 2,
    })
    assert.deepEqual(await phones(), ['09121112233', '00989121112235'])
  })

  it('takes a text that is an entry for that entry, whether or not it is a number', async () => {
    const group = await make({ phone: '*43' }, { phone: '0912-111' }, { phone: 'abc' })
    const rows = [['*43'], ['0912-111'], ['abc']]
    assert.deepEqual(counts(await load(group, rows, { mode: 'sync' })), { ...none, lines: 3, unchanged: 3 })
    assert.deepEqual(counts(await load(group, [['0912111']])), { ...none, lines: 1, unchanged: 1 })
    assert.deepEqual(counts(await load(group, [['abc'], ['abd']], { bad: 'skip' })), {
      ...{ ...none, lines: 2, unchanged: 1, rejected: 1 },
    })
  })

  it('refuses the whole file for one bad line, unless told to skip it', async () => {
    const group = await make({ phone: '1' })
    const rows = [['phone'], ['0911'], [''], ['abc'], ['0912/0913'], ['0914']]
    const refused = await load(group, rows).catch((error) => error)
    assert.ok(refused instanceof ImportRefused)
    assert.match(
      refused.message,
      /^nothing was imported, since 2 of 4 lines cannot be: line 4, phone: "abc" has no digit; line 5, /,
    )
    assert.deepEqual(counts(refused.report), { ...none, lines: 4, added: 2, rejected: 2 })
    assert.deepEqual(plain(await entries(group)), [['1']])
    const report = await load(group, rows, { bad: 'skip' })
    assert.deepEqual(counts(report), { ...none, lines: 4, added: 2, rejected: 2 })
    assert.deepEqual(report.rejects[0], {
      file: 'f.csv',
      line: 4,
      column: 'phone',
      value: 'abc',
      reason: 'has no digit',
      cells: ['abc'],
    })
  })

  it('refuses to sync with a bad line, also when told to skip it: the number of the line would go', async () => {
    const group = await make({ phone: '0911' }, { phone: '0912' })
    const rows = [['phone'], ['0911'], ['O912'], ['0913']]
    for (const bad of ['refuse', 'skip'] as const) {
      for (const dryRun of [true, false]) {
        const refused = await load(group, rows, { mode: 'sync', bad, dryRun }).catch((error) => error)
        assert.ok(refused instanceof ImportRefused)
        assert.match(
          refused.message,
          /line 3, phone: "O912" .*; sync would take out the numbers that they should have$/,
        )
        assert.deepEqual(counts(refused.report), {
          ...none,
          ...{ lines: 3, added: 1, unchanged: 1, rejected: 1, removed: 1 },
        })
      }
    }
    assert.deepEqual(plain(await entries(group)), [['0911'], ['0912']])
    assert.equal((await load(group, rows, { mode: 'remove', bad: 'skip' })).removed, 1)
  })

  it('refuses a file without any number', async () => {
    const group = await make()
    await assert.rejects(load(group, [['a b'], ['c'], ['d']], { bad: 'skip' }), {
      message: 'no number found in 3 lines; line 1 has "a b": nothing was imported',
    })
    await assert.rejects(load(group, [['phone', 'name']]), /a line of titles and nothing below it/)
    const file = () => [{ name: 'f', file: recordsOf([['x']]) }]
    await assert.rejects(importNumbers(book.core, caller, { create: { name: 'made' } }, file()), ImportRefused)
    assert.equal(
      (
        await book.core.store.groups.page(
          caller.accountId,
          { name: { text: 'made', alike: false }, sort: { by: 'id', descending: false } },
          { start: 0, count: 5 },
        )
      ).total,
      0,
    )
  })

  it('makes a group with the titles of several files', async () => {
    const report = await importNumbers(book.core, caller, { create: { name: 'new' } }, [
      {
        name: 'one',
        file: recordsOf([
          ['phone', 'name', 'city'],
          ['0911', 'Ali', 'Qom'],
        ]),
      },
      {
        name: 'two',
        file: recordsOf([
          ['City', 'Mobile'],
          ['Yazd', '0912'],
          ['', '0911'],
        ]),
      },
    ])
    assert.deepEqual(counts(report), { ...none, lines: 3, added: 2, repeated: 1 })
    assert.deepEqual(report.group?.columns, { a: 'name', b: 'city', c: null, d: null, e: null })
    assert.deepEqual(plain(await entries(report.group as Group)), [
      ['0911', { a: 'Ali', b: 'Qom' }],
      ['0912', { b: 'Yazd' }],
    ])
    const [change] = await findChanges(book.core, caller, 1)
    assert.equal(change?.verb, 'add')
    await undoChange(book.core, owner, change?.number ?? 0)
    await assert.rejects(entries(report.group as Group), { code: 'not_found' })
  })
})
