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
type Some = typeof some extends fc.Arbitrary<infer T> ? T : never

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
      { numRuns: 60 },
    )
    assert.equal((await rows())[0], 0)
  })
})
