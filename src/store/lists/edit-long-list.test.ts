import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, type TestBook } from '../../../test/builders.ts'
import type { Author } from '../../core/author.ts'
import type { Entry } from '../../core/entry/entry.ts'
import { phonesOf } from '../../core/list/entry-list.ts'
import { entryListOf } from '../../core/list/entry-list-builder.ts'
import type { ListEdit } from '../../core/list/list-port.ts'
import { sortPhones } from '../../core/list/sorted-phones.ts'
import type { Transaction } from '../../core/ports.ts'

const author: Author = { accountId: 1, credentialId: null, name: null, origin: 'test' }
const change = { noun: 'group', verb: 'update', subject: 'x', before: null, after: null } as const

/** Entries of a list that is so long that an edit of it is a delta. */
const size = 17_000

/** The number of one edit: phones that come, phones of which the details or the phones change, and phones that go. */
const step = fc.record({
  comes: fc.constantFrom(0, 1, 1, 2, 90),
  changes: fc.constantFrom(0, 0, 1, 3),
  goes: fc.constantFrom(0, 1, 1, 2, 60, 500),
  pick: fc.nat(100_000),
  form: fc.nat(3),
  isAgain: fc.boolean(),
})

describe('edits of a long list', () => {
  let book: TestBook
  let serial = 0
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    book.core.store.write(author, async (tx) => ({ answer: await work(tx), change }))

  const draft = (form: number): Omit<Entry, 'id'> => {
    const number = String(++serial * 7919).padStart(9, '0')
    const phone = [`+98${number}`, number, `*${number}#`, `+98${number}`][form] as string
    return { phone, details: form === 3 ? { a: `ä${serial}` } : undefined }
  }

  const rowsWith = async (listId: string | null): Promise<Entry[]> => {
    const all: Entry[] = []
    for await (const part of book.core.store.lists.entriesInParts(1, listId)) all.push(...part)
    return all
  }

  const assertSame = async (listId: string | null, model: readonly Entry[], gone: readonly Entry[]): Promise<void> => {
    const { lists, stage } = book.core.store
    assert.deepEqual(await rowsWith(listId), model)
    const start = model.length - 70
    assert.deepEqual(await lists.entries(1, listId, { start, count: 300 }), model.slice(start))
    const sample = [0, 1, 8000, model.length - 2, model.length - 1].flatMap((index) => model[index] ?? [])
    for (const entry of sample) assert.deepEqual(await lists.entry(1, listId, entry.id), entry)
    const ids = new Set(model.map(({ id }) => id))
    for (const { id } of gone.slice(-5)) if (!ids.has(id)) assert.equal(await lists.entry(1, listId, id), undefined)
    const byPhone = new Map(model.map((entry) => [entry.phone, entry]))
    const asked = [...new Set([...sample, ...gone.slice(-70)].map(({ phone }) => phone))]
    for (const some of [asked, asked.slice(0, 2), asked.slice(-1)]) {
      const found = await write((tx) => tx.lists.byPhones(1, listId, some))
      for (const phone of some) assert.deepEqual(found.get(phone), byPhone.get(phone), phone)
    }
    const { phones, ranks } = await sortPhones([asked])
    const held = await stage.held(1, listId, phones)
    for (const [at, phone] of asked.entries())
      assert.equal(held[ranks[at] as number], byPhone.has(phone) ? 1 : 0, phone)
  }

  it('agree with a plain array, and leave every version before as it was', async () => {
    const base: Entry[] = Array.from({ length: size }, (_, index) => ({
      id: 100 + index,
      ...draft(index % 50 > 2 ? 0 : index % 4),
    }))
    const first = await write((tx) => tx.lists.insert(1, entryListOf(base as never), 100))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        let [listId, model] = [first, base]
        const versions: [string | null, Entry[]][] = []
        const gone: Entry[] = []
        let nextId = 100 + size
        for (const { comes, changes, goes, pick, form, isAgain } of steps) {
          const at = pick % (model.length - 600)
          // The last entries are those that an edit has added.
          const removed = (pick % 3 === 0 ? model.slice(-goes || model.length) : model.slice(at, at + goes)).map(
            (entry) => entry,
          )
          const out = new Set(removed.map(({ id }) => id))
          const changed = [...model.slice(at + 510, at + 510 + changes), ...model.slice(-1)]
            .slice(0, changes)
            .filter(({ id }) => !out.has(id))
            .map((entry, index): Entry => {
              gone.push(entry)
              return index % 2 === 0 ? { id: entry.id, ...draft(form) } : { ...entry, details: { b: 'x' } }
            })
          gone.push(...removed)
          const has = new Set(model.map(({ phone }) => phone))
          const again = isAgain ? gone.map(({ phone }) => phone).find((phone) => !has.has(phone)) : undefined
          const drafts = Array.from({ length: comes }, (_, index) =>
            index === 0 && again ? { phone: again, details: undefined } : draft(form),
          )
          const added = entryListOf(drafts as never)
          const edit: ListEdit = { changed, removed: [...out], added, firstEntryId: nextId }
          const before = listId
          listId = await write((tx) => tx.lists.edit(1, before, edit))
          const now = new Map(changed.map((entry) => [entry.id, entry]))
          model = [
            ...model.filter(({ id }) => !out.has(id)).map((entry) => now.get(entry.id) ?? entry),
            ...phonesOf(added).map((phone, index) => ({
              id: nextId + index,
              phone,
              details: drafts[index]?.details,
            })),
          ]
          nextId += comes + (pick % 2)
          versions.push([listId, model])
          await assertSame(listId, model, gone)
        }
        for (const [version, entries] of versions) assert.deepEqual(await rowsWith(version), entries)
      }),
      { numRuns: 15 },
    )
  })
})
