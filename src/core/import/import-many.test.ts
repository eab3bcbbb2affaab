import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, owner, type TestBook } from '../../../test/builders.ts'
import { recordsOf } from '../../../test/records.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { addEntry } from '../entry/add-entry.ts'
import type { Entry } from '../entry/entry.ts'
import { createGroup } from '../group/create-group.ts'
import { findGroupsOfPhone } from '../group/find-groups-of-phone.ts'
import { getGroup } from '../group/get-group.ts'
import type { Group } from '../group/group.ts'
import { undoChange } from '../undo/undo-change.ts'
import { importNumbers } from './import-numbers.ts'
import type { ImportOptions } from './import-options.ts'

const phone = (index: number): string => `0912${1_000_000 + ((index * 7919) % 100_003)}`
const all = Array.from({ length: 20_000 }, (_, index) => phone(index))

describe('an import of many lines', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  after(() => book.close())

  const make = (...phones: readonly string[]): Promise<Group> =>
    createGroup(book.core, caller, { name: 'g', columns: { a: 'name' }, entries: entriesOf(...phones) })
  const load = ({ id }: Group, rows: readonly (readonly string[])[], options: ImportOptions = {}) =>
    importNumbers(book.core, caller, { group: { id } }, [{ name: 'f', file: recordsOf(rows, { size: 700 }) }], options)
  const entries = async ({ id }: Group): Promise<Entry[]> => {
    const { listId } = await getGroup(book.core, caller, { id })
    return book.core.store.lists.entries(caller.accountId, listId, { start: 0, count: 1_000_000 })
  }
  const phones = async (group: Group) => (await entries(group)).map((entry) => entry.phone)
  const plain = (wanted: readonly string[]) => wanted.map((each) => [each])
  const staged = (): unknown => {
    const database = new DatabaseSync(join(book.dataDir, 'book.db'), { readOnly: true })
    const row = database.prepare('select count(*) as count from staged_lists').get()
    database.close()
    return row?.count
  }

  it('adds, syncs and removes as few lines do, keeps ids, finds each number, and leaves nothing staged', async () => {
    const group = await make(...all.slice(0, 9000))
    const was = await entries(group)
    const added = await load(group, [
      ['number', 'name'],
      ...all.map((each, at) => [each, at % 3 === 0 ? `n${at}` : '']),
    ])
    assert.deepEqual([added.added, added.updated, added.unchanged], [11_000, 3000, 6000])
    const now = await entries(group)
    assert.deepEqual(
      now.map((entry) => entry.phone),
      all,
    )
    assert.deepEqual(
      now.slice(0, 9000).map(({ id }) => id),
      was.map(({ id }) => id),
    )
    assert.ok(now.every(({ details }, at) => details?.a === (at % 3 === 0 ? `n${at}` : undefined)))
    // In the order of the list: the entries stay where they are.
    const kept = now.filter((_, at) => at % 5 > 0 && (at < 4000 || at >= 8000))
    const inOrder = await load(group, plain([...kept.map((entry) => entry.phone), '111', '222']), { mode: 'sync' })
    assert.deepEqual([inOrder.added, inOrder.unchanged, inOrder.removed], [2, kept.length, 20_000 - kept.length])
    const synced = await entries(group)
    assert.deepEqual(synced.slice(0, -2), kept)
    const gone = await load(group, plain(synced.filter((_, at) => at % 2 === 0).map((entry) => entry.phone)), {
      mode: 'remove',
    })
    assert.equal(gone.removed, Math.ceil(synced.length / 2))
    const left = synced.filter((_, at) => at % 2 === 1)
    assert.deepEqual(await entries(group), left)
    // In another order: the list is written anew, with all that its entries carry.
    const turned = [...left.map((entry) => entry.phone), '333'].toReversed()
    await load(group, plain(turned), { mode: 'sync' })
    const [first, ...others] = await entries(group)
    assert.equal(first?.phone, '333')
    assert.deepEqual(
      others.map((entry) => [entry.phone, entry.details]),
      left.toReversed().map((entry) => [entry.phone, entry.details]),
    )
    const has = async (number: string) =>
      (await findGroupsOfPhone(book.core, caller, number)).groups.some(({ id }) => id === group.id)
    assert.deepEqual(await Promise.all(['333', '111', '222', left[77]?.phone ?? '', now[0]?.phone ?? ''].map(has)), [
      true,
      turned.includes('111'),
      turned.includes('222'),
      true,
      false,
    ])
    assert.equal(staged(), 0)
    for (let undo = 0; undo < 4; undo++) {
      const [change] = await findChanges(book.core, caller, 1 + 2 * undo)
      const list = await findChanges(book.core, caller, 1 + 2 * undo)
      await undoChange(book.core, owner, (list.at(-1) ?? change)?.number ?? 0)
    }
    assert.deepEqual(await entries(group), was)
  })

  it('meets what others have written meanwhile', async () => {
    const group = await make(...all.slice(0, 5000))
    let writes = 0
    const listener = {
      async onProgress({ step }: { step: string }) {
        // Each of the first tries comes too late, and the last one keeps others out.
        if (step === 'writing' && ++writes <= 12)
          await addEntry(book.core, caller, { id: group.id }, { phone: `77${writes}` })
      },
    }
    const { added } = await load(group, plain(all.slice(4000, 13_000)), { listener })
    const now = await phones(group)
    assert.equal(added, 8000)
    assert.equal(now.length, 13_000 + Math.min(writes, 12))
    assert.deepEqual(now.slice(-8000), all.slice(5000, 13_000))
    assert.equal(staged(), 0)
  })

  for (const step of ['reading', 'writing'] as const) {
    it(`leaves nothing when it is stopped while ${step}`, async () => {
      const group = await make(...all.slice(0, 5000))
      const [before] = await findChanges(book.core, caller, 1)
      const stop = new Error('stopped')
      const listener = {
        onProgress(progress: { step: string }) {
          if (progress.step === step) throw stop
        },
      }
      await assert.rejects(load(group, plain(all), { listener }), stop)
      assert.deepEqual(await phones(group), all.slice(0, 5000))
      assert.equal((await findChanges(book.core, caller, 1))[0]?.number, before?.number)
      assert.equal(staged(), 0)
    })
  }

  it('keeps the first rejects only, and tells a listener of all', async () => {
    const group = await make('1')
    let told = 0
    const listener = { onReject: () => void told++ }
    const report = await load(group, [['1'], ...Array.from({ length: 3000 }, () => ['x'])], { bad: 'skip', listener })
    assert.deepEqual([report.rejected, report.rejects.length, told], [3000, 1000, 3000])
  })
})
