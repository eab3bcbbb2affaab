import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { buildBook, entriesOf, owner, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { addEntry } from '../entry/add-entry.ts'
import { createGroup } from '../group/create-group.ts'
import { type Group, noColumns } from '../group/group.ts'
import { listPhones } from '../group/list-phones.ts'
import type { Reject } from '../import/import-report.ts'
import type { RecordFile } from '../import/record-file.ts'
import { pruneLeftovers } from '../leftover/prune-leftovers.ts'
import { confirmPreview } from './confirm-preview.ts'
import { createPreview } from './create-preview.ts'
import { findRejects, getPreview } from './get-preview.ts'
import type { Preview, PreviewTarget } from './preview.ts'
import { readNumbers } from './read-numbers.ts'

const hour = 60 * 60 * 1000
const day = 24 * hour

/** A file of plain lines. */
function fileOf(...lines: readonly string[]): RecordFile {
  return {
    ...{ format: 'text', titles: null, separator: null },
    async *batches() {
      yield lines.map((cell, index) => ({ line: index + 1, cells: [cell] }))
    },
  }
}

describe('a preview', () => {
  let book: TestBook
  let caller: Caller
  beforeEach(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  afterEach(() => book.close())

  const preview = async (target: PreviewTarget, ...lines: readonly string[]): Promise<Preview> => {
    const rejects: Reject[] = []
    const wish = { filename: 'f', titles: noColumns, mode: 'add', oddPhones: new Set<string>() } as const
    const numbers = await readNumbers(fileOf(...lines), wish, (reject) => rejects.push(reject))
    return createPreview(book.core, caller, { filename: 'f', target, mode: 'add', numbers, rejects: [rejects] })
  }
  const phonesOf = async (id: number): Promise<string[]> =>
    listPhones(book.core, caller, (await book.core.store.groups.get(caller.accountId, { id })) as Group)
  const rows = (table: string): number => {
    const database = new DatabaseSync(join(book.dataDir, 'book.db'), { readOnly: true })
    try {
      return database.prepare(`select count(*) as count from ${table}`).get()?.count as number
    } finally {
      database.close()
    }
  }

  it('can be confirmed for 24 hours, and then it is gone', async () => {
    const group = await createGroup(book.core, caller, { name: 'g', entries: entriesOf('1') })
    const [one, two] = [await preview({ groupId: group.id }, '2'), await preview({ groupId: group.id }, '3')]
    book.clock.advance(day - 1)
    assert.ok((await confirmPreview(book.core, caller, one.id, 'refuse')).outcome)
    assert.deepEqual(await phonesOf(group.id), ['1', '2'])
    book.clock.advance(1)
    for (const { id } of [one, two]) {
      await assert.rejects(getPreview(book.core, caller, id), { code: 'not_found' })
      await assert.rejects(confirmPreview(book.core, caller, id, 'refuse'), { code: 'not_found' })
    }
    assert.deepEqual(await phonesOf(group.id), ['1', '2'])
  })

  it('goes with its rejects and its list: by the next preview, or by a prune', async () => {
    await preview({ newName: 'a' }, '1', 'x')
    assert.deepEqual([rows('previews'), rows('preview_rejects')], [1, 1])
    book.clock.advance(day + 2 * hour)
    const second = await preview({ newName: 'a' }, '2', 'y')
    assert.deepEqual([rows('previews'), rows('preview_rejects')], [1, 1])
    assert.deepEqual((await findRejects(book.core, caller, second, { after: 0, limit: 9 })).length, 1)
    book.clock.advance(day + 2 * hour)
    const report = await pruneLeftovers(book.core, owner, { keepDays: 1 })
    assert.deepEqual([report.preview.count, report.list.count], [1, 2])
    assert.deepEqual([rows('previews'), rows('preview_rejects'), rows('lists')], [0, 0, 0])
  })

  it('keeps its list from a prune until it expires', async () => {
    const { id } = await preview({ newName: 'a' }, '1', '2')
    book.clock.advance(day - hour)
    const report = await pruneLeftovers(book.core, owner, { keepDays: 1 })
    assert.deepEqual([report.preview.count, report.list.count], [0, 0])
    const { outcome } = await confirmPreview(book.core, caller, id, 'refuse')
    assert.deepEqual(await phonesOf(outcome?.groupId ?? 0), ['1', '2'])
  })

  it('is one change when it is made, and one with its group when it is confirmed', async () => {
    const { id } = await preview({ newName: 'a' }, '1')
    await confirmPreview(book.core, caller, id, 'refuse')
    const changes = await findChanges(book.core, owner, 2)
    assert.deepEqual(
      changes.map(({ noun, verb }) => [noun, verb]),
      [
        ['group', 'add'],
        ['preview', 'add'],
      ],
    )
  })

  it('does nothing where the write finds other counts than were told, whoever writes meanwhile', async () => {
    const group = await createGroup(book.core, caller, { name: 'g', entries: entriesOf('1') })
    const { id } = await preview({ groupId: group.id }, '2', '3')
    const answers = await Promise.allSettled([
      confirmPreview(book.core, caller, id, 'refuse'),
      addEntry(book.core, caller, { id: group.id }, { phone: '2' }),
    ])
    const phones = await phonesOf(group.id)
    const { outcome, counts } = await getPreview(book.core, caller, id)
    if (answers[0].status === 'fulfilled') assert.deepEqual([outcome?.counts.added, phones], [2, ['1', '2', '3']])
    else assert.deepEqual([outcome, counts.added, phones], [null, 1, ['1', '2']])
  })
})
