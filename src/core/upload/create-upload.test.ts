import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { createGroup } from '../group/create-group.ts'
import { listPhones } from '../group/list-phones.ts'
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
