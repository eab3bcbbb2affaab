import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Entry, EntryDetails } from '../../core/entry/entry.ts'
import { type EntryList, phonesOf } from '../../core/list/entry-list.ts'
import { entryListOf } from '../../core/list/entry-list-builder.ts'
import type { ListMerger, Revision } from '../../core/list/list-merge.ts'
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

    it('loses the entries that go, and their phones in its index, and keeps the ids of the others', async () => {
      const listId = await write((tx) => tx.lists.insert(accountId, list, 100))
      const before = await entriesIn(listId)
      // The first entries, one of each pair of the next thousand, a whole chunk, and some without a code.
      const goes = ({ id }: Entry) =>
        id < 110 || (id < 1000 && id % 2 === 0) || (id >= 4100 && id < 8100) || id % 100 === 7
      const { phones } = await sortPhones([fresh])
      const { phones: leaving } = await sortPhones([before.filter(goes).map(({ phone }) => phone)])
      const byId = new Map(before.map((entry) => [entry.id, entry]))
      const next = await write(async (tx) => {
        const merged = await tx.lists.merge(accountId, listId, {
          phones,
          held: new Uint8Array(fresh.length),
          leaving,
          looksOn: () => true,
          revise: async ({ codes, details, idAt }) =>
            new Map<number, Revision>(
              [...codes.keys()].flatMap((at): [number, Revision][] => {
                if (goes(byId.get(idAt(at)) as Entry)) return [[at, 'gone']]
                return details.has(at) ? [[at, 'bare']] : []
              }),
            ),
        })
        return tx.lists.join(accountId, merged, entryListOf(fresh.map((phone) => ({ phone }))), 50_000)
      })
      const wanted: Entry[] = [
        ...before.filter((entry) => !goes(entry)).map((entry) => ({ ...entry, details: undefined })),
        ...fresh.map((phone, at) => ({ id: 50_000 + at, phone, details: undefined })),
      ]
      assert.deepEqual(await entriesIn(next), wanted)
      assert.deepEqual(await entriesIn(listId), before)
      const packed: number[] = []
      for await (const { codes, idAt } of store.lists.packedParts(accountId, next)) {
        for (const at of codes.keys()) packed.push(idAt(at))
      }
      assert.deepEqual(
        packed,
        wanted.map(({ id }) => id),
      )
      const asked = await sortPhones([before.map(({ phone }) => phone), fresh])
      const held = await store.stage.held(accountId, next, asked.phones)
      const has = new Set(wanted.map(({ phone }) => phone))
      const all = [...before.map(({ phone }) => phone), ...fresh]
      for (const [at, phone] of all.entries())
        assert.equal(held[asked.ranks[at] as number], has.has(phone) ? 1 : 0, phone)
      for (const id of [110, 999, 8100, 52_999]) {
        assert.deepEqual(
          await store.lists.entry(accountId, next, id),
          wanted.find((entry) => entry.id === id),
        )
      }
    })

    it('is no list at all when every entry has gone', async () => {
      const listId = await write((tx) => tx.lists.insert(accountId, list, 100))
      const { phones: leaving } = await sortPhones([phonesOf(list)])
      const nothing = { phones: { codes: new Float64Array(0), phones: [] }, held: new Uint8Array(0) }
      const gone = await store.stage.merge(accountId, listId, {
        ...{ ...nothing, leaving, looksOn: () => true },
        revise: async ({ codes }) => new Map([...codes.keys()].map((at) => [at, 'gone' as const])),
      })
      assert.equal(await write((tx) => tx.lists.join(accountId, gone, entryListOf([]), 1)), null)
    })

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
