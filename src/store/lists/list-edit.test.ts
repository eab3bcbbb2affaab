import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, type TestBook } from '../../../test/builders.ts'
import type { Author } from '../../core/author.ts'
import type { Entry, EntryDetails } from '../../core/entry/entry.ts'
import { phonesOf } from '../../core/list/entry-list.ts'
import { entryListOf } from '../../core/list/entry-list-builder.ts'
import type { ListEdit } from '../../core/list/list-port.ts'
import type { Transaction } from '../../core/ports.ts'

const author: Author = { accountId: 1, credentialId: null, name: null, origin: 'test' }
const change = { noun: 'group', verb: 'update', subject: 'x', before: null, after: null } as const
const everything = { start: 0, count: 1_000_000 }
const long = 'x'.repeat(1500)

type Step =
  | { readonly verb: 'add'; readonly count: number; readonly shape: number }
  | { readonly verb: 'change'; readonly pick: number; readonly shape: number; readonly keepsPhone: boolean }
  | { readonly verb: 'remove'; readonly pick: number; readonly count: number }
  | { readonly verb: 'several'; readonly pick: number; readonly shape: number }

const pick = fc.nat(100_000)
const shape = fc.nat(5)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ verb: fc.constant('add' as const), count: fc.constantFrom(1, 1, 2, 50, 1100), shape }),
  fc.record({ verb: fc.constant('change' as const), pick, shape, keepsPhone: fc.boolean() }),
  fc.record({ verb: fc.constant('remove' as const), pick, count: fc.constantFrom(1, 1, 3, 40) }),
  fc.record({ verb: fc.constant('several' as const), pick, shape }),
)

describe('lists.edit', () => {
  let book: TestBook
  let serial = 0
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  /** A phone that no other call returns, with a code or without, and details that are light, heavy or absent. */
  const draft = (form: number): { phone: string; details?: EntryDetails } => {
    const number = String(++serial).padStart(7, '0')
    const phone = [number, `+${number}`, `*${number}#`, number, `+${number}`, number][form] as string
    if (form === 3) return { phone, details: { a: `ä${serial}`, callbackData: '' } }
    if (form === 4) return { phone, details: { a: long, b: long, c: long, d: long, e: long } }
    return { phone }
  }

  const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    book.core.store.write(author, async (tx) => ({ answer: await work(tx), change }))

  const editOf = (taken: Step, model: readonly Entry[], nextId: number): ListEdit => {
    const nothing = { changed: [], removed: [], added: entryListOf([]), firstEntryId: nextId }
    if (taken.verb === 'add') {
      return { ...nothing, added: entryListOf(Array.from({ length: taken.count }, () => draft(taken.shape))) }
    }
    if (model.length === 0) return nothing
    const at = taken.pick % model.length
    const entry = model[at] as Entry
    if (taken.verb === 'change') {
      const fresh = draft(taken.shape)
      const phone = taken.keepsPhone ? entry.phone : fresh.phone
      return { ...nothing, changed: [{ id: entry.id, phone, details: fresh.details }] }
    }
    if (taken.verb === 'remove') return { ...nothing, removed: model.slice(at, at + taken.count).map(({ id }) => id) }
    const other = model[(at + 1) % model.length] as Entry
    return {
      ...nothing,
      changed: [{ id: entry.id, details: undefined, ...draft(taken.shape) }],
      removed: other === entry ? [] : [other.id],
      added: entryListOf([draft(taken.shape), draft(0)]),
    }
  }

  const applied = (model: readonly Entry[], edit: ListEdit): Entry[] => {
    const changed = new Map(edit.changed.map((entry) => [entry.id, entry]))
    const removed = new Set(edit.removed)
    const added = phonesOf(edit.added).map((phone, index) => ({
      id: edit.firstEntryId + index,
      phone,
      details: edit.added.details.get(index),
    }))
    return [...model.filter(({ id }) => !removed.has(id)).map((entry) => changed.get(entry.id) ?? entry), ...added]
  }

  const assertSame = async (listId: string | null, model: readonly Entry[], gone: readonly Entry[]): Promise<void> => {
    const { lists } = book.core.store
    assert.deepEqual(await lists.entries(1, listId, everything), model)
    const start = Math.max(0, Math.floor(model.length / 2) - 15)
    assert.deepEqual(await lists.entries(1, listId, { start, count: 30 }), model.slice(start, start + 30))
    const sample = [0, 1, 999, 1000, 3999, 4000, model.length - 1].flatMap((index) => model[index] ?? [])
    for (const entry of sample) assert.deepEqual(await lists.entry(1, listId, entry.id), entry)
    for (const { id } of gone.slice(-20)) assert.equal(await lists.entry(1, listId, id), undefined)
    const asked = [...sample, ...gone.slice(-20)].map(({ phone }) => phone)
    const byPhone = new Map(model.map((entry) => [entry.phone, entry]))
    const found = await write((tx) => tx.lists.byPhones(1, listId, asked))
    for (const phone of asked) assert.deepEqual(found.get(phone), byPhone.get(phone))
    for (const phone of asked.slice(0, 3)) {
      const one = await write((tx) => tx.lists.byPhones(1, listId, [phone]))
      assert.deepEqual([...one.values()], byPhone.has(phone) ? [byPhone.get(phone)] : [])
    }
  }

  it('agrees with a plain array after any edits, and leaves every version before as it was', async () => {
    const first = fc.constantFrom(0, 1, 10, 990, 4000, 9000)
    await fc.assert(
      fc.asyncProperty(first, shape, fc.array(step, { maxLength: 14 }), async (size, form, steps) => {
        let model: Entry[] = Array.from({ length: size }, (_, index) => ({
          id: 100 + index,
          details: undefined,
          ...draft(form === 4 ? 1 : form),
        }))
        let listId = await write((tx) => tx.lists.insert(1, entryListOf(model as never), 100))
        let nextId = 100 + size
        const versions: [string | null, Entry[]][] = [[listId, model]]
        const gone: Entry[] = []
        for (const taken of steps) {
          nextId += taken.verb === 'add' && taken.shape === 1 ? 500 : 0
          const edit = editOf(taken, model, nextId)
          const earlier = listId
          listId = await write((tx) => tx.lists.edit(1, earlier, edit))
          const next = applied(model, edit)
          const left = new Set(next.map(({ id }) => id))
          gone.push(...model.filter(({ id }) => !left.has(id)))
          model = next
          nextId += edit.added.codes.length
          versions.push([listId, model])
          await assertSame(listId, model, gone)
        }
        for (const [version, entries] of versions) {
          assert.deepEqual(await book.core.store.lists.entries(1, version, everything), entries)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('indexes a list that was written before there was an index', async () => {
    const drafts = Array.from({ length: 9000 }, (_, index) => draft(index % 3))
    const listId = await write((tx) => tx.lists.insert(1, entryListOf(drafts), 1))
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(`${book.dataDir}/book.db`)
    database.exec(`update lists set phone_index = null, index_checksum = 0 where id = '${listId}'`)
    const [first, second] = drafts.map(({ phone }) => phone) as [string, string]
    assert.equal((await write((tx) => tx.lists.byPhones(1, listId, [second, 'no']))).size, 1)
    const edit = { changed: [], removed: [1], added: entryListOf([draft(3)]), firstEntryId: 9001 }
    const next = await write((tx) => tx.lists.edit(1, listId, edit))
    const row = database.prepare(`select phone_index from lists where id = '${next}'`).get()
    database.close()
    const leaves = JSON.parse(String(row?.phone_index)) as [string, number, unknown][]
    assert.equal(
      leaves.reduce((sum, [, count]) => sum + count, 0),
      9000,
    )
    assert.equal((await write((tx) => tx.lists.byPhones(1, next, [second]))).get(second)?.id, 2)
    assert.equal((await write((tx) => tx.lists.byPhones(1, next, [first]))).size, 0)
  })

  it('writes less for a list of 100,000 than for one of 100', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(`${book.dataDir}/book.db`)
    const written = (): number =>
      ['bytes from chunks', 'bytes from phone_leaves', 'delta from lists', 'chunks from lists'].reduce(
        (sum, column) => {
          const [name, , table] = column.split(' ')
          const row = database.prepare(`select sum(length(${name})) as bytes from ${table}`).get()
          return sum + Number(row?.bytes)
        },
        0,
      )
    const costs: number[] = []
    for (const size of [100, 100_000]) {
      const drafts = Array.from({ length: size }, () => draft(1))
      const listId = await write((tx) => tx.lists.insert(1, entryListOf(drafts), 1))
      const before = written()
      const half = Math.floor(size / 2)
      for (const edit of [
        { changed: [], removed: [], added: entryListOf([draft(1)]), firstEntryId: size + 1 },
        {
          changed: [{ id: half, details: undefined, ...draft(1) }],
          removed: [],
          added: entryListOf([]),
          firstEntryId: 0,
        },
        { changed: [], removed: [half], added: entryListOf([]), firstEntryId: 0 },
      ]) {
        await write((tx) => tx.lists.edit(1, listId, edit))
      }
      costs.push(written() - before)
    }
    database.close()
    const [small = 0, large = 0] = costs
    assert.ok(small > 0 && large < small && large < 3 * 200, `${small} and ${large} bytes`)
  })
})
