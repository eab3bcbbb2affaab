import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { buildBook, entriesOf, owner, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { addEntries } from '../entry/add-entries.ts'
import { createGroup } from '../group/create-group.ts'
import type { Group } from '../group/group.ts'
import { listPhones } from '../group/list-phones.ts'
import { removeGroup } from '../group/remove-group.ts'
import { updateGroup } from '../group/update-group.ts'
import { undoChange } from '../undo/undo-change.ts'
import { createUpload } from '../upload/create-upload.ts'
import { type PruneReport, pruneLeftovers } from './prune-leftovers.ts'

const day = 24 * 60 * 60 * 1000
const bin = resolve(import.meta.dirname, '../../../bin/dialbook.js')
const nothing = { change: 0, row: 0, upload: 0, preview: 0, list: 0, chunk: 0, leaf: 0 }

describe('pruneLeftovers', () => {
  let book: TestBook
  let caller: Caller
  beforeEach(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  afterEach(() => book.close())

  const range = (from: number, count: number): string[] => Array.from({ length: count }, (_, at) => `0${from + at}`)
  const counts = (report: PruneReport): object =>
    Object.fromEntries(Object.entries(report).map(([kind, { count }]) => [kind, count]))
  const prune = async (keepDays: number, dryRun = false): Promise<object> =>
    counts(await pruneLeftovers(book.core, owner, { keepDays, dryRun }))
  const newest = async (): Promise<number> => (await findChanges(book.core, owner, 1))[0]?.number as number
  const replace = (group: Group, phones: string[]): Promise<Group> =>
    updateGroup(book.core, caller, group, { entries: entriesOf(...phones) })
  const phonesOf = async ({ id }: Group): Promise<string[]> => {
    const group = (await book.core.store.groups.get(caller.accountId, { id })) as Group
    const phones = await listPhones(book.core, caller, group)
    assert.equal(phones.length, group.count)
    return phones
  }
  const rows = (sql: string): number => {
    const database = new DatabaseSync(join(book.dataDir, 'book.db'), { readOnly: true })
    try {
      return database.prepare(`select count(*) as count from ${sql}`).get()?.count as number
    } finally {
      database.close()
    }
  }

  it('removes what no group and no kept change can bring back, and tells beforehand what that is', async () => {
    const group = await createGroup(book.core, caller, { name: 'g', entries: entriesOf(...range(0, 9000)) })
    await replace(group, range(10_000, 5000))
    await createUpload(book.core, caller, 'f', entriesOf('1'))
    book.clock.advance(10 * day)
    await replace(group, range(20_000, 3))
    book.clock.advance(20 * day)
    await replace(group, range(30_000, 4))
    const later = await newest()

    // The changes are that of the account and the three after it. The version of 5000 stays, since the change of 20
    // days ago would bring it back.
    const old = { change: 4, row: 0, upload: 1, preview: 0, list: 2, chunk: 3, leaf: 3 }
    assert.deepEqual(await prune(21, true), old)
    assert.equal(rows('lists'), 5)
    assert.deepEqual(await prune(21), old)
    assert.deepEqual(await prune(21), nothing)
    assert.deepEqual([rows('lists'), rows('chunks'), rows('phone_leaves')], [3, 2, 2])
    await assert.rejects(undoChange(book.core, owner, 2), { code: 'not_found' })

    await undoChange(book.core, owner, later)
    assert.deepEqual(await phonesOf(group), range(20_000, 3))
    book.clock.advance(2 * day)
    assert.deepEqual(await prune(1), { change: 8, row: 0, upload: 0, preview: 0, list: 2, chunk: 2, leaf: 2 })
    assert.deepEqual(await phonesOf(group), range(20_000, 3))
  })

  it('keeps chunks that a later version shares, and what a removal left as long as it can be undone', async () => {
    const group = await createGroup(book.core, caller, { name: 'g', entries: entriesOf(...range(0, 9000)) })
    for (let round = 0; round < 5; round++) await addEntries(book.core, caller, group, [{ phone: `*${round}` }])
    const removed = await createGroup(book.core, caller, { name: 'h', entries: entriesOf(...range(0, 4001)) })
    book.clock.advance(5 * day)
    await removeGroup(book.core, caller, removed)
    const removal = await newest()
    book.clock.advance(5 * day)
    await prune(6)
    assert.deepEqual((await phonesOf(group)).length, 9005)
    await undoChange(book.core, owner, removal)
    assert.deepEqual(await phonesOf(removed), range(0, 4001))
    await removeGroup(book.core, caller, removed)
    book.clock.advance(5 * day)
    await prune(1)
    assert.deepEqual([rows('lists'), rows('chunks')], [1, 4])
    await assert.rejects(undoChange(book.core, owner, removal), { code: 'not_found' })
  })

  it('leaves alone what is young, also when nothing points at it yet', async () => {
    await book.core.store.write(
      { accountId: caller.accountId, credentialId: null, name: null, origin: 'test' },
      async (tx) => ({
        answer: await tx.lists.insert(caller.accountId, entriesOf(...range(0, 5000)), 1),
        change: { noun: 'group', verb: 'add', subject: 'x', before: null, after: null },
      }),
    )
    book.clock.advance(day / 48)
    assert.deepEqual(await prune(1), nothing)
    book.clock.advance(day / 24)
    assert.deepEqual(await prune(1), { ...nothing, list: 1, chunk: 2, leaf: 2 })
  })

  it('leaves alone an upload that may still be used', async () => {
    await createUpload(book.core, caller, 'f', entriesOf('1', '2'))
    book.clock.advance(day - 1)
    assert.deepEqual(await prune(1), nothing)
    const group = await createGroup(book.core, caller, { name: 'g', upload: 'f' })
    book.clock.advance(day)
    assert.deepEqual(await prune(1), { change: 2, row: 0, upload: 1, preview: 0, list: 1, chunk: 0, leaf: 0 })
    assert.deepEqual(await phonesOf(group), ['1', '2'])
  })

  it('records each step as a change', async () => {
    const group = await createGroup(book.core, caller, { name: 'g', entries: entriesOf(...range(0, 100)) })
    await replace(group, ['2'])
    book.clock.advance(2 * day)
    await prune(1)
    const [chunk, list, change] = await findChanges(book.core, owner, 3)
    assert.deepEqual(
      [change, list, chunk].map((each) => [each?.noun, each?.verb, each?.subject, each?.accountId]),
      [
        ['leftover', 'remove', 'change × 3', null],
        ['leftover', 'remove', 'list × 1', caller.accountId],
        ['leftover', 'remove', 'chunk × 1', caller.accountId],
      ],
    )
    assert.equal(rows('changes'), 3)
  })

  it('loses nothing beside writers of another process', async () => {
    const groups: Group[] = []
    const expected = new Map<number, string[]>()
    for (let made = 0; made < 6; made++) {
      const phones = range(made * 20_000, 9000)
      const group = await createGroup(book.core, caller, { name: 'g', entries: entriesOf(...phones) })
      for (let round = 0; round < 20; round++) await replace(group, range(made * 20_000 + round, 6000))
      await replace(group, phones)
      groups.push(group)
      expected.set(group.id, phones)
    }
    const before = rows('chunks')
    // From now on as the clock of the other process says.
    book.clock.advance(Date.now() - book.clock.now())
    let isPruned = false
    const pruning = promisify(execFile)(process.execPath, [
      bin,
      'prune',
      '--keep-days',
      '1',
      '--data',
      book.dataDir,
      '--json',
    ])
    const pruned = pruning.finally(() => {
      isPruned = true
    })
    const write = async (group: Group): Promise<void> => {
      for (let round = 0; !isPruned || round < 10; round++) {
        const phones = expected.get(group.id) as string[]
        const phone = `*${round}`
        await addEntries(book.core, caller, group, [{ phone }])
        if (round % 5 === 4) {
          await replace(group, phones.slice(1))
          expected.set(group.id, phones.slice(1))
        } else expected.set(group.id, [...phones, phone])
        assert.deepEqual(await phonesOf(group), expected.get(group.id))
      }
    }
    await Promise.all(groups.map(write))
    const { stdout } = await pruned
    const report: PruneReport = JSON.parse(stdout)
    assert.ok(report.list.count >= 6 * 20, stdout)
    assert.ok(report.chunk.count >= 6 * 20 * 2 && before > report.chunk.count, stdout)
    for (const group of groups) assert.deepEqual(await phonesOf(group), expected.get(group.id))
    book.clock.advance(3 * day)
    await prune(1)
    for (const group of groups) assert.deepEqual(await phonesOf(group), expected.get(group.id))
    assert.equal(rows('lists'), groups.length)
  })
})
