import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, entriesOf, owner, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import type { Core } from '../core.ts'
import { createGroup } from '../group/create-group.ts'
import { findGroupsOfPhone } from '../group/find-groups-of-phone.ts'
import { getGroup } from '../group/get-group.ts'
import type { Group } from '../group/group.ts'
import { removeGroup } from '../group/remove-group.ts'
import { undoChange } from '../undo/undo-change.ts'
import { addEntries } from './add-entries.ts'
import { addEntry } from './add-entry.ts'
import { addManyEntries } from './add-many-entries.ts'
import type { AddedEntries } from './added-entries.ts'
import type { Entry, EntryDetails, EntryDraft } from './entry.ts'
import { findEntries } from './find-entries.ts'
import { getEntry } from './get-entry.ts'
import type { DraftParts } from './long-batch.ts'
import { removeEntry } from './remove-entry.ts'
import { updateEntry } from './update-entry.ts'

const heavy = 'ü'.repeat(1500)

/** Phones of every kind: with a code, with a plus and a code, without a code. */
function phoneAt(index: number): string {
  return index % 7 === 3 ? `*${index}#` : index % 2 === 0 ? `+98${index}` : `0${index}`
}

function detailsAt(form: number, index: number): EntryDetails | undefined {
  const details = [undefined, {}, { a: `a${index}` }, { b: `b${index}`, callbackData: '' }, { c: 'ä', a: '' }]
  return form === 5 ? { a: heavy, e: `${heavy}${index}` } : details[form]
}

/** Phones from an index on, in a scattered order, each with details of one form or of every form. */
const some = fc.record({
  from: fc.constantFrom(0, 1, 500, 3990, 5000),
  size: fc.constantFrom(0, 1, 3, 40, 999, 1001, 4100, 9000),
  step: fc.constantFrom(1, 7, 101),
  repeats: fc.constantFrom(1, 1, 2, 3),
  form: fc.nat(6),
})
type Some = { readonly [Name in 'from' | 'size' | 'step' | 'repeats' | 'form']: number }

const step = fc.record({ verb: fc.constantFrom('batch', 'batch', 'remove', 'update'), pick: fc.nat(), some })

function draftsOf({ from, size, step: stride, repeats, form }: Some): EntryDraft[] {
  const kept = form === 5 ? Math.min(size, 40) : size
  return Array.from({ length: kept * repeats }, (_, index) => {
    const details = detailsAt(form === 6 ? index % 5 : form, index)
    return { phone: phoneAt(from + ((index * stride) % Math.max(kept, 1))), ...(details && { details }) }
  })
}

/** The drafts in parts of 1,000. They count as so many that they are staged. */
function long(drafts: readonly EntryDraft[]): DraftParts {
  return { count: Math.max(drafts.length, 1001), [Symbol.iterator]: () => partsOf(drafts) }
}

function* partsOf(drafts: readonly EntryDraft[]): Generator<readonly EntryDraft[]> {
  for (let start = 0; start < drafts.length; start += 1000) yield drafts.slice(start, start + 1000)
}

async function answerOf(added: AddedEntries, drafts: readonly EntryDraft[]): Promise<Entry[]> {
  const all: Entry[] = []
  for await (const { entries } of added.answer(partsOf(drafts), (part) => part)) all.push(...entries)
  return all
}

/** Entries as they are compared: empty details are none. */
function plain(entries: readonly Entry[]): Omit<Entry, 'id'>[] {
  return entries.map(({ phone, details }) => ({
    phone,
    details: details && Object.keys(details).length > 0 ? details : undefined,
  }))
}

describe('addManyEntries', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  after(() => book.close())

  const groupOf = (...phones: string[]): Promise<Group> =>
    createGroup(book.core, caller, { name: 'g', entries: entriesOf(...phones) })
  const entriesIn = async ({ id }: Group): Promise<readonly Entry[]> => {
    const group = await getGroup(book.core, caller, { id })
    const { items, total } = await findEntries(book.core, caller, group, { start: 0, count: 1_000_000 })
    assert.deepEqual([items.length, group.count], [total, total])
    return items
  }
  const rows = async (): Promise<(number | undefined)[]> => {
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(`${book.dataDir}/book.db`)
    const counts = ['staged_lists', 'chunks', 'phone_leaves', 'lists'].map((table) =>
      Number(database.prepare(`select count(*) as count from ${table}`).get()?.count),
    )
    database.close()
    return counts
  }

  it('writes the same book as addEntries, and answers the same', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.array(step, { minLength: 1, maxLength: 5 }), async (first, steps) => {
        const phones = draftsOf({ ...first, repeats: 1 }).map(({ phone }) => phone)
        const [one, other] = [await groupOf(...phones), await groupOf(...phones)]
        for (const { verb, pick, some: given } of steps) {
          const ahead = await entriesIn(other)
          if (verb === 'batch') {
            const drafts = draftsOf(given)
            const wanted = drafts.length > 0 ? await addEntries(book.core, caller, one, drafts) : []
            const answer = await answerOf(await addManyEntries(book.core, caller, other, long(drafts)), drafts)
            assert.deepEqual(plain(answer), plain(wanted))
            const stored = new Map((await entriesIn(other)).map((entry) => [entry.phone, entry.id]))
            for (const { id, phone } of answer) assert.equal(stored.get(phone), id)
          } else if (ahead.length > 0) {
            const at = pick % ahead.length
            const twins = [ahead[at], (await entriesIn(one))[at]] as Entry[]
            for (const { id } of twins) {
              if (verb === 'remove') await removeEntry(book.core, caller, id)
              else await updateEntry(book.core, caller, id, { phone: `5${pick}`, details: { d: 'd' } }).catch(() => 0)
            }
          }
          const now = await entriesIn(other)
          assert.deepEqual(plain(now), plain(await entriesIn(one)))
          const ids = now.map(({ id }) => id)
          assert.deepEqual(
            ids,
            ids.toSorted((a, b) => a - b),
          )
          const kept = new Map(ahead.map(({ id, phone }) => [phone, id]))
          for (const { id, phone } of now) if (verb === 'batch') assert.equal(kept.get(phone) ?? id, id)
          for (const entry of [now[0], now.at(-1), now[pick % now.length]]) {
            if (!entry) continue
            assert.deepEqual(await getEntry(book.core, caller, entry.id), entry)
            const { groups } = await findGroupsOfPhone(book.core, caller, entry.phone, { after: one.id - 1, limit: 2 })
            assert.deepEqual(
              groups.map(({ id }) => id),
              [one.id, other.id],
            )
          }
        }
        for (const { id } of [one, other]) await removeGroup(book.core, caller, { id })
      }),
      { numRuns: 40 },
    )
    assert.equal((await rows())[0], 0)
  })

  it('is one change, and undone by it', async () => {
    const group = await groupOf('1', phoneAt(7), '2')
    const ahead = await entriesIn(group)
    const [start] = await findChanges(book.core, owner, 1)
    const drafts = draftsOf({ from: 0, size: 9000, step: 7, repeats: 1, form: 3 })
    await addManyEntries(book.core, caller, group, long(drafts))
    assert.equal((await entriesIn(group)).length, 9002)
    const [newest, former] = await findChanges(book.core, owner, 2)
    assert.deepEqual([former, newest?.noun, newest?.verb], [start, 'group', 'update'])
    await undoChange(book.core, owner, newest?.number as number)
    assert.deepEqual(await entriesIn(group), ahead)
  })

  it('writes no new version when the group has it all', async () => {
    const drafts = draftsOf({ from: 0, size: 4100, step: 7, repeats: 1, form: 6 })
    const group = await groupOf('1')
    await addManyEntries(book.core, caller, group, long(drafts))
    const { listId } = await getGroup(book.core, caller, group)
    const counts = await rows()
    await addManyEntries(book.core, caller, group, long(drafts))
    assert.equal((await getGroup(book.core, caller, group)).listId, listId)
    assert.deepEqual(await rows(), counts)
  })

  it('lets a few new phones join a short last chunk', async () => {
    const drafts = draftsOf({ from: 0, size: 4100, step: 7, repeats: 1, form: 0 })
    const group = await groupOf('1')
    for (let round = 0; round < 5; round++) {
      await addManyEntries(book.core, caller, group, long([...drafts, { phone: `8${round}` }]))
    }
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(`${book.dataDir}/book.db`)
    const { listId } = await getGroup(book.core, caller, group)
    const row = database.prepare('select chunks from lists where id = ?').get(listId)
    database.close()
    const sizes = (JSON.parse(String(row?.chunks)) as [string, number, number][]).map(([, count]) => count)
    assert.deepEqual(sizes, [1, 4000, 105])
  })

  it('leaves nothing behind when its group is gone, before it begins or meanwhile', async () => {
    const drafts = draftsOf({ from: 0, size: 4100, step: 7, repeats: 1, form: 0 })
    const counts = await rows()
    await assert.rejects(addManyEntries(book.core, caller, { id: 9_999 }, long(drafts)), { code: 'not_found' })
    const group = await groupOf()
    const gone = onceLooked(book.core, () => removeGroup(book.core, caller, group))
    await assert.rejects(addManyEntries(gone, caller, group, long(drafts)), { code: 'not_found' })
    assert.deepEqual(await rows(), counts)
  })

  it('leaves nothing behind when its new entries cannot be kept', async () => {
    const drafts = draftsOf({ from: 0, size: 4100, step: 7, repeats: 1, form: 0 })
    const group = await groupOf()
    const counts = await rows()
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(`${book.dataDir}/book.db`)
    // The index of the phones is kept first, and the chunks of the new entries then.
    database.exec(`create trigger full before insert on chunks begin select raise(abort, 'full'); end`)
    await assert.rejects(addManyEntries(book.core, caller, group, long(drafts)))
    database.exec('drop trigger full')
    database.close()
    assert.deepEqual(await rows(), counts)
    await addManyEntries(book.core, caller, group, long(drafts))
    assert.equal((await entriesIn(group)).length, 4100)
  })

  it('is written in the end, however often another writer is faster', async () => {
    const group = await groupOf(phoneAt(3), phoneAt(4))
    const drafts = draftsOf({ from: 0, size: 4100, step: 7, repeats: 2, form: 3 })
    let writes = 0
    // The other writer adds a phone that the batch has too, one that it has not, or removes one that it has.
    const busy = onceLooked(book.core, async () => {
      const [first] = await entriesIn(group)
      if (writes === 1) await removeEntry(book.core, caller, first?.id as number)
      else await addEntry(book.core, caller, group, { phone: writes === 0 ? phoneAt(70) : `8${writes}` })
      writes++
    })
    const answer = await answerOf(await addManyEntries(busy, caller, group, long(drafts)), drafts)
    assert.equal(writes, 3)
    const stored = await entriesIn(group)
    const fresh = drafts.slice(0, 4100).map(({ phone }) => phone)
    assert.deepEqual(
      stored.map(({ phone }) => phone),
      [phoneAt(4), phoneAt(70), '82', ...fresh.filter((phone) => phone !== phoneAt(4) && phone !== phoneAt(70))],
    )
    const byId = new Map(stored.map((entry) => [entry.id, entry]))
    for (const entry of answer) assert.deepEqual(entry, byId.get(entry.id))
    assert.equal((await rows())[0], 0)
  })

  it('loses nothing beside writers of the same group', async () => {
    const group = await groupOf(...Array.from({ length: 5000 }, (_, index) => phoneAt(index * 2)))
    const [start] = await findChanges(book.core, owner, 1)
    const drafts = draftsOf({ from: 0, size: 40_000, step: 7, repeats: 1, form: 3 })
    let isWritten = false
    const batch = addManyEntries(book.core, caller, group, long(drafts)).finally(() => {
      isWritten = true
    })
    const others: string[] = []
    const removed: string[] = []
    for (let count = 0; !isWritten || count < 20; count++) {
      const phone = `7${count}`
      const { id } = await addEntry(book.core, caller, group, { phone })
      if (count % 3 === 0) {
        await removeEntry(book.core, caller, id)
        removed.push(phone)
      } else others.push(phone)
    }
    await batch
    const stored = new Set((await entriesIn(group)).map(({ phone }) => phone))
    assert.equal(stored.size, 40_000 + others.length)
    for (const phone of [...drafts.map((draft) => draft.phone), ...others]) assert.ok(stored.has(phone), phone)
    const changes = await findChanges(book.core, owner, 1 + others.length + 2 * removed.length + 1)
    assert.deepEqual(changes.at(-1), start)
    assert.equal((await rows())[0], 0)
  })
})

/** The core, whose group somebody else writes each time after it was looked at. */
function onceLooked(core: Core, write: () => Promise<unknown>): Core {
  const { store } = core
  const get: Core['store']['groups']['get'] = async (...asked) => {
    const found = await store.groups.get(...asked)
    await write()
    return found
  }
  return { ...core, store: { ...store, groups: { ...store.groups, get } } }
}
