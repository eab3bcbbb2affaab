import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { createGroup } from '../group/create-group.ts'
import { getGroup } from '../group/get-group.ts'
import { entryListOf } from '../list/entry-list-builder.ts'
import type { SetMode } from './prepare-set.ts'
import { setPhones } from './set-phones.ts'

const phone = fc.oneof(fc.integer({ min: 1, max: 60 }).map(String), fc.constantFrom('*1#', '*2#', 'x', 'y'))
const phones = fc.uniqueArray(phone, { maxLength: 40 })
const mode = fc.constantFrom<SetMode>('add', 'remove', 'sync', 'keep')

/** What a set does, by the letter. */
const models: Readonly<Record<SetMode, (list: readonly string[], given: readonly string[]) => string[]>> = {
  add: (list, given) => [...list, ...given.filter((each) => !list.includes(each))],
  remove: (list, given) => list.filter((each) => !given.includes(each)),
  keep: (list, given) => list.filter((each) => given.includes(each)),
  sync: (list, given) => [...models.keep(list, given), ...given.filter((each) => !list.includes(each))],
}

const listOf = (given: readonly string[]) => entryListOf(given.map((each) => ({ phone: each })))

describe('setPhones', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  after(() => book.close())

  it('does what sets do, keeps what stays, and counts', async () => {
    await fc.assert(
      fc.asyncProperty(phones, fc.array(fc.tuple(mode, phones), { maxLength: 4 }), async (first, sets) => {
        const { core } = book
        const { id, accountId } = await createGroup(core, caller, { name: 'g', entries: listOf(first) })
        let list: readonly string[] = first
        for (const [how, given] of sets) {
          const { listId } = await getGroup(core, caller, { id })
          const ids = await core.store.lists.byPhones(accountId, listId, list)
          const next = models[how](list, given)
          const { group, added, removed } = await setPhones(core, caller, { id }, { mode: how, phones: listOf(given) })
          assert.deepEqual(await core.store.lists.phones(accountId, group.listId), next)
          assert.deepEqual([group.count, list.length + added - removed], [next.length, next.length])
          for (const [each, { id: entry }] of await core.store.lists.byPhones(accountId, group.listId, list)) {
            assert.equal(entry, ids.get(each)?.id)
          }
          list = next
        }
      }),
      { numRuns: 100 },
    )
  })

  it('begins anew where others write the group meanwhile', async () => {
    const { core } = book
    const { id, accountId } = await createGroup(core, caller, { name: 'g', entries: listOf(['1', '2', '3']) })
    const modes = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 'add' : 'remove') as SetMode)
    await Promise.all(
      modes.map((how, index) =>
        setPhones(core, caller, { id }, { mode: how, phones: listOf([how === 'add' ? String(100 + index) : '2']) }),
      ),
    )
    const { listId } = await getGroup(core, caller, { id })
    const left = new Set(await core.store.lists.phones(accountId, listId))
    assert.deepEqual(left, new Set(['1', '3', '100', '102', '104', '106', '108', '110']))
  })
})
