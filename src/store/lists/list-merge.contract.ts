import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Entry, EntryDetails } from '../../core/entry/entry.ts'
import { type EntryList, phonesOf } from '../../core/list/entry-list.ts'
import { entryListOf } from '../../core/list/entry-list-builder.ts'
import type { ListMerger } from '../../core/list/list-merge.ts'
import { sortPhones } from '../../core/list/sorted-phones.ts'
import type { StagedList } from '../../core/list/staged-list.ts'
import type { Store, Transaction } from '../../core/ports.ts'

const accountId = 1
const change = { noun: 'group', verb: 'update', subject: 'g', before: null, after: null } as const

/** Phones of every kind: with a code and without one, some of them with details. */
const list = entryListOf(
  Array.from({ length: 9000 }, (_, index) => ({
    phone: index % 100 === 7 ? `*${index}` : `+98${(index * 7919) % 1_000_003}`,
    ...(index % 1000 === 5 && { details: { a: `a${index}`, b: 'b' } }),
  })),
)
/** Every third phone of the list, and as many new ones: before, between and behind those of the list. */
const coming = Array.from({ length: 3000 }, (_, index) => phonesOf(list)[3 * index] as string)
const fresh = Array.from(
  { length: 3000 },
  (_, index) => [`0${index}`, `+98${index}1234567`, `*${index}x`][index % 3] ?? '',
)

/** The contract of every store for phones that come to a list version. */
export function describeListMerge(
  engine: string,
  open: () => Promise<{ store: Store; remove(): Promise<void> }>,
): void {
  describe(`a merged list on ${engine}`, () => {
    let opened: Awaited<ReturnType<typeof open>>
    let store: Store
    before(async () => {
      opened = await open()
      store = opened.store
    })
    after(async () => {
      await store.close()
      await opened.remove()
    })

    const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      store.write({ accountId, credentialId: null, name: null, origin: 'test' }, async (tx) => ({
        answer: await work(tx),
        change,
      }))
    const entriesIn = (listId: string | null): Promise<Entry[]> =>
      store.lists.entries(accountId, listId, { start: 0, count: 100_000 })

    /** Merges the phones into the list version, and gives the details to each that is held. */
    const merge = async (
      merger: ListMerger,
      listId: string | null,
      details: EntryDetails,
      pieces: readonly EntryList[],
    ): Promise<[merged: StagedList, added: StagedList]> => {
      const { phones } = await sortPhones([coming, fresh])
      const held = await merger.held(accountId, listId, phones)
      let parts = 0
      const merged = await merger.merge(accountId, listId, {
        phones,
        held,
        looksOn: () => parts < 2,
        revise: async (part) => {
          parts++
          const wanted = new Set(coming.map((phone) => entryListOf([{ phone }]).codes[0]))
          return new Map(
            [...part.codes.entries()].flatMap(([at, code]) => (code && wanted.has(code) ? [[at, details]] : [])),
          )
        },
      })
      async function* each(): AsyncGenerator<EntryList> {
        yield* pieces
      }
      return [merged, await merger.append(accountId, each())]
    }

    for (const [title, isAhead] of [
      ['ahead of the write', true],
      ['within the write', false],
    ] as const) {
      it(`has the new phones behind its own and in its index, made ${title}`, async () => {
        const listId = await write((tx) => tx.lists.insert(accountId, list, 100))
        const before = await entriesIn(listId)
        const details = { a: 'x' }
        const pieces = [
          entryListOf(fresh.slice(0, 10).map((phone) => ({ phone, details }))),
          entryListOf(fresh.slice(10).map((phone) => ({ phone }))),
        ]
        const ahead = isAhead ? await merge(store.stage, listId, details, pieces) : undefined
        const next = await write(async (tx) => {
          const [merged, added] = ahead ?? (await merge(tx.lists, listId, details, pieces))
          assert.equal(added.count, fresh.length)
          return tx.lists.join(accountId, merged, added, 50_000)
        })
        const gets = new Set(coming.filter((phone) => !phone.startsWith('*')))
        const wanted: Entry[] = before.map((entry, at) =>
          at < 8000 && gets.has(entry.phone) ? { ...entry, details } : entry,
        )
        for (const [at, phone] of fresh.entries())
          wanted.push({ id: 50_000 + at, phone, details: at < 10 ? details : undefined })
        assert.deepEqual(await entriesIn(next), wanted)
        assert.deepEqual(await entriesIn(listId), before)
        const asked = [...coming.slice(0, 50), ...fresh.slice(0, 60), fresh.at(-1) ?? '', 'no', '1', '*7']
        const byPhone = new Map(wanted.map((entry) => [entry.phone, entry]))
        const found = await write((tx) => tx.lists.byPhones(accountId, next, asked))
        for (const phone of asked) assert.deepEqual(found.get(phone), byPhone.get(phone), phone)
        const { phones } = await sortPhones([coming, fresh])
        assert.ok((await store.stage.held(accountId, next, phones)).every((each) => each === 1))
        const ids = [100, 107, 5000, 5001, 50_000, 52_999, 90_000]
        const some: Entry[] = []
        for await (const part of store.lists.entriesOf(accountId, next, ids)) some.push(...part)
        assert.deepEqual(
          some,
          wanted.filter(({ id }) => ids.includes(id)),
        )
      })
    }

    it('is refused to a write once it was dropped', async () => {
      const [merged, added] = await merge(store.stage, null, {}, [list])
      await store.stage.drop(accountId, merged.id)
      await assert.rejects(
        write((tx) => tx.lists.join(accountId, merged, added, 1)),
        { code: 'unavailable' },
      )
    })

    it('finds the phones of a list without an index', async () => {
      const short = entryListOf([coming[0], fresh[0], '*5', '5'].map((phone = '') => ({ phone })))
      const listId = await write((tx) => tx.lists.insert(accountId, short, 1))
      const { phones } = await sortPhones([coming, fresh])
      const held = await store.stage.held(accountId, listId, phones)
      assert.equal(
        held.reduce((sum, each) => sum + each, 0),
        2,
      )
      await assert.rejects(store.stage.held(2, listId, phones), { code: 'damaged' })
    })
  })
}
