import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, owner, type TestBook } from '../../test/builders.ts'
import type { Caller } from '../core/caller.ts'
import { findChanges } from '../core/change/find-changes.ts'
import { createGroup } from '../core/group/create-group.ts'
import { getGroup } from '../core/group/get-group.ts'
import type { Group } from '../core/group/group.ts'
import { removeDueGroups } from '../core/group/remove-due-groups.ts'
import { updateGroup } from '../core/group/update-group.ts'
import { serverItself } from '../core/permission/callers.ts'
import { undoChange } from '../core/undo/undo-change.ts'
import { startPlannedDeletions } from './planned-deletions.ts'

const server = serverItself('planned deletions', ['group.remove'])

describe('planned deletions', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  after(() => book.close())

  const planned = (inMs: number | null): Promise<Group> =>
    createGroup(book.core, caller, {
      name: 'g',
      entries: entriesOf('1'),
      plannedDeletionAt: inMs === null ? null : book.clock.now() + inMs,
    })
  const isThere = async ({ id }: Group): Promise<boolean> =>
    getGroup(book.core, caller, { id }).then(
      () => true,
      () => false,
    )

  it('are carried out when their time has come, once, as a change of the worker', async () => {
    const groups = await Promise.all([planned(1000), planned(2000), planned(null)])
    assert.equal(await removeDueGroups(book.core, server), 0)
    book.clock.advance(1000)
    const [one, other] = await Promise.all([removeDueGroups(book.core, server), removeDueGroups(book.core, server)])
    assert.equal(one + other, 1)
    assert.deepEqual(await Promise.all(groups.map(isThere)), [false, true, true])
    const [change] = await findChanges(book.core, owner, 1)
    assert.deepEqual([change?.origin, change?.verb, change?.accountId], ['worker', 'remove', caller.accountId])
  })

  it('are cancelled by null, and moved by another time', async () => {
    const [cancelled, moved] = await Promise.all([planned(1000), planned(1000)])
    await updateGroup(book.core, caller, cancelled, { plannedDeletionAt: null })
    await updateGroup(book.core, caller, moved, { plannedDeletionAt: book.clock.now() + 5000 })
    book.clock.advance(4999)
    await removeDueGroups(book.core, server)
    assert.deepEqual(await Promise.all([cancelled, moved].map(isThere)), [true, true])
    book.clock.advance(1)
    await removeDueGroups(book.core, server)
    assert.deepEqual(await Promise.all([cancelled, moved].map(isThere)), [true, false])
  })

  it('that were undone do not come again', async () => {
    const group = await planned(1000)
    book.clock.advance(1000)
    await removeDueGroups(book.core, server)
    const [change] = await findChanges(book.core, owner, 1)
    await undoChange(book.core, owner, change?.number as number)
    assert.equal(await removeDueGroups(book.core, server), 0)
    assert.equal((await getGroup(book.core, caller, { id: group.id })).plannedDeletionAt, null)
    const [undone] = await findChanges(book.core, owner, 1)
    await undoChange(book.core, owner, undone?.number as number)
    assert.equal(await isThere(group), false)
  })

  it('take more groups than are looked for at once', async () => {
    const groups = await Promise.all(Array.from({ length: 250 }, () => planned(10)))
    book.clock.advance(10)
    assert.equal(await removeDueGroups(book.core, server), 250)
    assert.equal((await Promise.all(groups.map(isThere))).includes(true), false)
  })

  it('are looked for again and again until the worker is stopped, also after a fault', async () => {
    const group = await planned(1000)
    const faults: unknown[] = []
    let looks = 0
    const lookedTwice = Promise.withResolvers<void>()
    const { groups } = book.core.store
    const store = {
      ...book.core.store,
      groups: {
        ...groups,
        due: (now: number, limit: number) => {
          looks += 1
          if (looks === 1) throw new Error('no')
          if (looks === 3) lookedTwice.resolve()
          return groups.due(now, limit)
        },
      },
    }
    const worker = startPlannedDeletions({ ...book.core, store }, (error) => faults.push(error), 1)
    book.clock.advance(1000)
    await lookedTwice.promise
    await worker.stop()
    assert.equal(faults.length, 1)
    assert.equal(await isThere(group), false)
    const seen = looks
    await new Promise((resolve) => setImmediate(resolve))
    assert.equal(looks, seen)
  })
})
