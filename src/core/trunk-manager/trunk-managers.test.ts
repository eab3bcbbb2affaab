import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { removeTrunk } from '../trunk/remove-trunk.ts'
import { setTrunk } from '../trunk/set-trunk.ts'
import { updateTrunk } from '../trunk/update-trunk.ts'
import { undoChange } from '../undo/undo-change.ts'
import { addTrunkManager } from './add-trunk-manager.ts'
import { findTrunkManagers } from './find-trunk-managers.ts'
import { removeTrunkManager } from './remove-trunk-manager.ts'
import { managerInterval } from './trunk-manager-rules.ts'
import { updateTrunkManager } from './update-trunk-manager.ts'

describe('trunk managers', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
    for (const name of ['one', 'two']) await setTrunk(book.core, caller, { name, host: 'h', password: null })
  })
  after(() => book.close())

  const titled = (title: string) => book.core.store.trunkManagers.get(caller.accountId, { title })
  const newest = async (): Promise<number> => (await findChanges(book.core, caller, 1))[0]?.number ?? assert.fail()
  const undo = async () => undoChange(book.core, caller, await newest())

  it('need a trunk that exists, and a title of their own', async () => {
    const { core } = book
    const unknown = { code: 'not_found', field: 'trunk' }
    await assert.rejects(addTrunkManager(core, caller, { title: 'a', trunk: 'three' }), unknown)
    const made = await addTrunkManager(core, caller, { title: 'a', trunk: 'one' })
    const { hexId, createdAt, updatedAt, accountId, id, ...settings } = made
    assert.deepEqual(settings, {
      ...{ title: 'a', trunk: 'one', active: true, capacity: 5, interval: 1000, readyNumbers: 100, hours: null },
      timeZone: 'Asia/Tehran',
    })
    const other = await addTrunkManager(core, caller, { title: 'b', trunk: 'one' })
    const taken = { code: 'name_taken', field: 'title' }
    await assert.rejects(addTrunkManager(core, caller, { title: 'a', trunk: 'one' }), taken)
    await assert.rejects(updateTrunkManager(core, caller, { title: 'b' }, { title: 'a' }), taken)
    await assert.rejects(updateTrunkManager(core, caller, { title: 'b' }, { trunk: 'three' }), unknown)
    await assert.rejects(updateTrunkManager(core, caller, { title: 'c' }, { trunk: 'one' }), { code: 'not_found' })
    assert.deepEqual(await findTrunkManagers(core, caller), [made, other])
    const stranger = await book.buildCaller()
    assert.deepEqual(await findTrunkManagers(core, stranger), [])
    await assert.rejects(removeTrunkManager(core, stranger, { hexId }), { code: 'not_found' })
  })

  it('keep their trunk: it is not removed and not renamed while one names it', async () => {
    const { core } = book
    await assert.rejects(removeTrunk(core, caller, { name: 'one' }), { code: 'conflict', field: 'name' })
    const trunk = (await core.store.trunks.all(caller.accountId)).find(({ name }) => name === 'one')
    const hexId = trunk?.hexId ?? ''
    await assert.rejects(
      updateTrunk(core, caller, { hexId }, () => ({ name: 'x' })),
      { code: 'conflict' },
    )
    await updateTrunk(core, caller, { hexId }, () => ({ host: 'h2' }))
    await updateTrunkManager(core, caller, { title: 'a' }, { trunk: 'two' })
    await updateTrunkManager(core, caller, { title: 'b' }, { trunk: 'two' })
    await removeTrunk(core, caller, { name: 'one' })
  })

  it('come back by an undo, in each of their states', async () => {
    const { core } = book
    const before = (await titled('a')) ?? assert.fail()
    const hours = { 6: [[600, 720] as const, [540, 600] as const] }
    const changed = await updateTrunkManager(core, caller, { title: 'a' }, { hours, title: 'A', capacity: 9 })
    assert.deepEqual(changed.hours, { 6: [[540, 720]] })
    await undo()
    assert.deepEqual(await titled('a'), before)
    await removeTrunkManager(core, caller, { id: before.id })
    await undo()
    assert.deepEqual(await titled('a'), before)
    await addTrunkManager(core, caller, { title: 'short', trunk: 'two' })
    await undo()
    assert.equal(await titled('short'), undefined)
    await removeTrunkManager(core, caller, { title: 'b' })
    const removal = await newest()
    await addTrunkManager(core, caller, { title: 'b', trunk: 'two' })
    await assert.rejects(undoChange(core, caller, removal), { code: 'name_taken' })
  })

  it('have an interval in milliseconds, of seconds', () => {
    const read = (value: unknown) => managerInterval(value)
    assert.deepEqual(['0', '1', '0.25', '3600', 0.02, 3].map(read), [0, 1000, 250, 3_600_000, 20, 3000])
    for (const wrong of ['', '-1', '3601', '1s', 'x', null, Number.NaN, -1, 3601, {}, '1.2345']) {
      assert.throws(() => read(wrong), /must be seconds/, String(wrong))
    }
  })
})
