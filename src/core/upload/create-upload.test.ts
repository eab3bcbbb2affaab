import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { createGroup } from '../group/create-group.ts'
import type { Group } from '../group/group.ts'
import { listPhones } from '../group/list-phones.ts'
import { updatePhones } from '../group/update-phones.ts'
import { entryListOf } from '../list/entry-list-builder.ts'
import { createUpload } from './create-upload.ts'

const day = 24 * 60 * 60 * 1000

describe('createUpload', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  after(() => book.close())

  it('is for use within 24 hours, as often as anybody likes', async () => {
    await createUpload(book.core, caller, 'a.csv', entriesOf('1', '2'))
    const use = async (): Promise<string[]> => {
      const group = await createGroup(book.core, caller, { name: 'g', upload: 'a.csv' })
      return listPhones(book.core, caller, group)
    }
    assert.deepEqual(await use(), ['1', '2'])
    book.clock.advance(day - 1)
    assert.deepEqual(await use(), ['1', '2'])
    book.clock.advance(1)
    await assert.rejects(use(), { code: 'invalid_value', field: 'filename' })
  })

  it('gives a new group its columns, and another group only its phones', async () => {
    const { core } = book
    const entries = entryListOf([{ phone: '1', details: { a: 'Ada' } }, { phone: '2' }])
    await createUpload(core, caller, 'c.csv', entries, { a: 'name' })
    const valuesOf = async ({ listId }: Group) => {
      const found = await core.store.lists.entries(caller.accountId, listId, { start: 0, count: 9 })
      return found.map(({ phone, details }) => [phone, details?.a])
    }
    const alone = await createGroup(core, caller, { name: 'g', upload: 'c.csv' })
    assert.deepEqual(
      [alone.columns.a, await valuesOf(alone)],
      [
        'name',
        [
          ['1', 'Ada'],
          ['2', undefined],
        ],
      ],
    )
    const joined = await createGroup(core, caller, { name: 'g', entries: entriesOf('9'), upload: 'c.csv' })
    const withNine = [
      ['9', undefined],
      ['1', 'Ada'],
      ['2', undefined],
    ]
    assert.deepEqual([joined.columns.a, await valuesOf(joined)], ['name', withNine])

    const plain = await createGroup(core, caller, { name: 'g', entries: entriesOf('5') })
    const filled = await updatePhones(core, caller, plain, { upload: 'c.csv' })
    assert.deepEqual(
      [filled.columns.a, await valuesOf(filled)],
      [
        'name',
        [
          ['1', 'Ada'],
          ['2', undefined],
        ],
      ],
    )
    const titled = await createGroup(core, caller, { name: 'g', columns: { a: 'city' }, entries: entriesOf('5') })
    const kept = await updatePhones(core, caller, titled, { upload: 'c.csv' })
    assert.deepEqual(
      [kept.columns.a, await valuesOf(kept)],
      [
        'city',
        [
          ['1', undefined],
          ['2', undefined],
        ],
      ],
    )
  })

  it('gives each group that uses it entries of its own', async () => {
    await createUpload(book.core, caller, 'b.csv', entriesOf('1', '2'))
    const ids = []
    for (let made = 0; made < 2; made++) {
      const { listId } = await createGroup(book.core, caller, { name: 'g', upload: 'b.csv' })
      const entries = await book.core.store.lists.entries(caller.accountId, listId, { start: 0, count: 9 })
      ids.push(...entries.map(({ id }) => id))
    }
    assert.equal(new Set(ids).size, 4)
  })
})
