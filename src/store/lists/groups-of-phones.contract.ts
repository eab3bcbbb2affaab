import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildGroup, entriesOf } from '../../../test/builders.ts'
import type { Group } from '../../core/group/group.ts'
import type { EntryList } from '../../core/list/entry-list.ts'
import type { Store, Transaction } from '../../core/ports.ts'

const accountId = 1
const change = { noun: 'group', verb: 'add', subject: 'x', before: null, after: null } as const
const first = { after: 0, limit: 1000 }

/** The contract that every store finds the groups of a phone, however their lists were made. */
export function describeGroupsOfPhone(
  engine: string,
  open: () => Promise<{ store: Store; remove(): Promise<void> }>,
): void {
  describe(`the groups of a phone on ${engine}`, () => {
    let store: Store
    let remove: () => Promise<void>
    before(async () => {
      ;({ store, remove } = await open())
    })
    after(async () => {
      await store.close()
      await remove()
    })

    const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      store.write({ accountId, credentialId: null, name: null, origin: 'test' }, async (tx) => ({
        answer: await work(tx),
        change,
      }))
    const idsWith = async (phone: string, page = first): Promise<number[]> =>
      (await store.groups.ofPhones(accountId, [phone], page)).map(({ id }) => id)

    let made = 0
    const insert = (entries: EntryList): Promise<Group> =>
      write(async (tx) => {
        const id = ++made
        const group = buildGroup(id, {
          listId: await tx.lists.insert(accountId, entries, id * 100_000),
          count: entries.codes.length,
          nextEntryId: id * 100_000 + entries.codes.length,
          endEntryId: (id + 1) * 100_000,
        })
        await tx.groups.insert(group)
        return group
      })
    /** Edits the list `from`, and points the group at the version that comes of it. */
    const edit = (
      group: Group,
      { from = group.listId, fromCount = group.count, added = [] as string[], removed = [] as number[] },
    ): Promise<Group> =>
      write(async (tx) => {
        const list = entriesOf(...added)
        const { nextEntryId } = group
        const edits = { changed: [], removed, added: list, firstEntryId: nextEntryId }
        const after: Group = {
          ...group,
          listId: await tx.lists.edit(accountId, from, edits),
          count: fromCount + added.length - removed.length,
          nextEntryId: nextEntryId + added.length,
        }
        await tx.groups.update(group, after)
        return after
      })
    const range = (from: number, count: number): string[] =>
      Array.from({ length: count }, (_, index) => `0${from + index}`)

    it('are those that hold it, in lists of every size, with a code and without', async () => {
      const sizes = [1, 10, 600, 601, 4000, 5000, 16_000, 16_001]
      const groups: Group[] = []
      for (const size of sizes) groups.push(await insert(entriesOf(...range(0, size - 1), `*${size}`)))
      for (const [index, size] of sizes.entries()) {
        assert.deepEqual(await idsWith(`*${size}`), [groups[index]?.id])
        const holding = groups.filter(({ count }) => count > size).map(({ id }) => id)
        assert.deepEqual(await idsWith(`0${size - 1}`), holding)
      }
      assert.deepEqual(await idsWith('016001'), [])
      const foreign = await store.groups.ofPhones(2, ['00'], first)
      assert.deepEqual(foreign, [])
    })

    it('are found over the border between a sieve of one part and one of two, and back', async () => {
      let group = await insert(entriesOf(...range(100_000, 600)))
      const before = group
      group = await edit(group, { added: range(200_000, 5) })
      group = await edit(group, { removed: Array.from({ length: 5 }, (_, index) => before.nextEntryId - 1 - index) })
      group = await edit(group, { removed: [before.nextEntryId - 6], added: ['0300000'] })
      for (const phone of ['0100000', '0200000', '0200004', '0300000'])
        assert.deepEqual(await idsWith(phone), [group.id])
      for (const phone of ['0100599', '0100594', '0200005']) assert.deepEqual(await idsWith(phone), [])
    })

    it('are found when a group moves to a version of the list of another', async () => {
      const one = await insert(entriesOf(...range(400_000, 10)))
      const other = await insert(entriesOf(...range(500_000, 10)))
      await edit(one, { from: other.listId, fromCount: other.count, added: ['0600000'] })
      assert.deepEqual(await idsWith('0500003'), [one.id, other.id])
      assert.deepEqual(await idsWith('0600000'), [one.id])
      assert.deepEqual(await idsWith('0400003'), [])
    })

    it('are found in lists that share their chunks', async () => {
      const one = await insert(entriesOf(...range(700_000, 3)))
      const copy = await insert(entriesOf())
      await write(async (tx) => {
        const listId = await tx.lists.copy(accountId, one.listId, copy.nextEntryId)
        await tx.groups.update(copy, { ...copy, listId, count: one.count })
      })
      assert.deepEqual(await idsWith('0700001'), [one.id, copy.id])
      await write((tx) => tx.groups.remove(one))
      assert.deepEqual(await idsWith('0700001'), [copy.id])
    })

    it('are found by phones of every form, however short, long or strange', async () => {
      const phones = [
        '1',
        '+1',
        '1024',
        '65536',
        '999999999999999',
        '+000000000000000',
        '1234567890123456',
        '"é\\ \ud800',
        '{}',
      ]
      const { id } = await insert(entriesOf(...phones))
      for (const phone of phones) assert.deepEqual(await idsWith(phone), [id], phone)
      for (const phone of ['+1024', '65537', '99999999999999', '"é', '12345678901234567']) {
        assert.deepEqual(await idsWith(phone), [], phone)
      }
    })

    it('are found by several spellings at once, each named once with those that it has', async () => {
      const spellings = ['+9877700777', '077700777', '009877700777', '*777']
      const having: [number, string[]][] = []
      for (const [at, size] of [1, 10, 601, 4001, 5000, 16_001, 1, 1, 2500].entries()) {
        const some = spellings.filter((_, index) => ((at * 5 + 3) >> index) % 2 === 1)
        const { id } = await insert(entriesOf(...some, ...range(1_000_000 + at * 20_000, size)))
        if (some.length > 0) having.push([id, some])
      }
      const find = async (phones: readonly string[], page = first): Promise<[number, readonly string[]][]> =>
        (await store.groups.ofPhones(accountId, phones, page)).map(({ id, spellings: held }) => [id, held])
      assert.deepEqual(await find(spellings), having)
      const [start] = having[2] ?? []
      assert.deepEqual(await find(spellings, { after: start ?? 0, limit: 2 }), having.slice(3, 5))
      for (const phone of spellings) {
        const expected = having.filter(([, held]) => held.includes(phone)).map(([id]) => [id, [phone]])
        assert.deepEqual(await find([phone]), expected)
      }
      const reversed = spellings.toReversed()
      assert.deepEqual(
        (await find(reversed)).map(([, held]) => held),
        having.map(([, held]) => held.toReversed()),
      )
      assert.deepEqual(await find(['+9877800777', '077800777']), [])
    })

    it('come in the order of their ids, as many as are asked for', async () => {
      const groups: number[] = []
      for (let count = 0; count < 70; count++) {
        const size = count % 30 === 0 ? 16_001 : count % 7 === 0 ? 700 : 1
        groups.push((await insert(entriesOf('*888', ...range(900_000, size)))).id)
      }
      assert.deepEqual(await idsWith('*888'), groups)
      const [from = 0] = groups
      assert.deepEqual(await idsWith('*888', { after: from + 2, limit: 40 }), groups.slice(3, 43))
    })
  })
}
