import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { buildBook, entriesOf, owner, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { createGroup } from '../group/create-group.ts'
import { listPhones } from '../group/list-phones.ts'
import { updateGroup } from '../group/update-group.ts'
import { createUpload } from '../upload/create-upload.ts'
import { sweepStagedLists } from './sweep-staged-lists.ts'

const hour = 60 * 60 * 1000
const phones = Array.from({ length: 20_000 }, (_, index) => (index === 17 ? '*1' : String(9_000_000 - index)))
const long = entriesOf(...phones)

describe('a long list', () => {
  let book: TestBook
  let caller: Caller
  beforeEach(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  afterEach(() => book.close())

  /** The rows that a list is made of. */
  const rows = (): number[] => {
    const database = new DatabaseSync(join(book.dataDir, 'book.db'), { readOnly: true })
    const counts = ['staged_lists', 'chunks', 'phone_leaves', 'lists'].map(
      (table) => database.prepare(`select count(*) as count from ${table}`).get()?.count as number,
    )
    database.close()
    return counts
  }

  it('is what the group has then, and leaves nothing behind', async () => {
    const group = await createGroup(book.core, caller, { name: 'g', entries: long })
    assert.deepEqual(await listPhones(book.core, caller, group), phones)
    assert.deepEqual(rows(), [0, 5, 6, 1])
    const changed = await updateGroup(book.core, caller, group, { entries: long })
    assert.deepEqual([changed.count, await listPhones(book.core, caller, changed)], [phones.length, phones])
    await createUpload(book.core, caller, 'f', long)
    const joined = await createGroup(book.core, caller, { name: 'h', entries: entriesOf('1', '*1'), upload: 'f' })
    assert.deepEqual(await listPhones(book.core, caller, joined), [
      '1',
      '*1',
      ...phones.filter((phone) => phone !== '*1'),
    ])
    assert.equal(rows()[0], 0)
  })

  it('is gone when its write is refused', async () => {
    await assert.rejects(updateGroup(book.core, caller, { id: 9 }, { entries: long }), { code: 'not_found' })
    await assert.rejects(createGroup(book.core, caller, { name: 'g', entries: long, folderId: 9 }), {
      code: 'invalid_value',
    })
    const group = await createGroup(book.core, caller, { name: 'g' })
    const no = new Error('no')
    const refuse = (): never => {
      throw no
    }
    await assert.rejects(updateGroup(book.core, caller, group, { entries: long }, refuse), no)
    assert.deepEqual(rows(), [0, 0, 0, 0])
  })

  it('is swept an hour after a server was killed while it wrote it', async () => {
    await book.core.store.stage.put(caller.accountId, long)
    book.clock.advance(hour)
    await sweepStagedLists(book.core, owner)
    assert.deepEqual(rows(), [2, 5, 6, 0])
    await book.core.store.stage.put(caller.accountId, long)
    book.clock.advance(1)
    await sweepStagedLists(book.core, owner)
    assert.deepEqual(rows(), [2, 5, 6, 0])
    book.clock.advance(hour)
    await sweepStagedLists(book.core, owner)
    assert.deepEqual(rows(), [0, 0, 0, 0])
  })
})
