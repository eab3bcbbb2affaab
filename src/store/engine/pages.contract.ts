import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildGroup } from '../../../test/builders.ts'
import type { Group, GroupSortField } from '../../core/group/group.ts'
import type { Store, Transaction } from '../../core/ports.ts'

const author = { accountId: 1, credentialId: null, name: null, origin: 'test' } as const
const change = { noun: 'group', verb: 'add', subject: 'x', before: null, after: null } as const
const everything = { start: 0, count: 100_000 }

/** The contract of pages: every store orders, counts and cuts alike. */
export function describePages(engine: string, open: () => Promise<{ store: Store; remove(): Promise<void> }>): void {
  describe(`pages on ${engine}`, () => {
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
      store.write(author, async (tx) => ({ answer: await work(tx), change }))
    let made = 0
    const nextGroup = (fields: Partial<Group> = {}): Group => buildGroup(++made, fields)

    it('orders by every field both ways, equal values by id', async () => {
      const accountId = 20
      const built = ['b', 'a', 'b', 'c', 'a'].map((name, index) =>
        nextGroup({ accountId, name, description: name, count: index % 2, updatedAt: index % 3 }),
      )
      for (const group of built) await write((tx) => tx.groups.insert(group))
      for (const by of ['hexId', 'name', 'description', 'count', 'updatedAt'] as GroupSortField[]) {
        for (const descending of [false, true]) {
          const { items, total } = await store.groups.page(accountId, { sort: { by, descending } }, everything)
          const sign = descending ? -1 : 1
          const expected = built.toSorted((one, other) => {
            const [left, right] = [one[by] ?? '', other[by] ?? '']
            return sign * (left < right ? -1 : left > right ? 1 : one.id - other.id)
          })
          assert.deepEqual(items, expected, `${by} ${descending}`)
          assert.equal(total, 5)
        }
      }
    })

    it('cuts every page alike, from whichever end it is nearer to', async () => {
      const accountId = 23
      for (let made = 0; made < 9; made++) {
        const description = made % 4 === 0 ? null : `d${made % 4}`
        await write((tx) => tx.groups.insert(nextGroup({ accountId, description, folderId: made % 3 || null })))
      }
      for (const by of ['hexId', 'description', 'folderId'] as GroupSortField[]) {
        for (const descending of [false, true]) {
          const query = { sort: { by, descending } } as const
          const { items: all } = await store.groups.page(accountId, query, everything)
          assert.equal(all.length, 9)
          for (let start = 0; start <= 10; start++) {
            for (const count of [0, 1, 4, 20]) {
              const { items, total } = await store.groups.page(accountId, query, { start, count })
              assert.deepEqual(items, all.slice(start, start + count), `${by} ${descending} ${start} ${count}`)
              assert.equal(total, 9)
            }
          }
        }
      }
    })

    it('reads groups one behind another in every order', async () => {
      const accountId = 24
      for (let made = 0; made < 9; made++) {
        const folderId = made % 3 === 0 ? null : made % 2
        const fields = { accountId, name: `n${made % 4}`, count: made % 3, updatedAt: made % 2, folderId }
        await write((tx) => tx.groups.insert(nextGroup(fields)))
      }
      for (const by of ['id', 'name', 'count', 'updatedAt'] as const) {
        for (const descending of [false, true]) {
          const sort = { by, descending }
          const { items: all } = await store.groups.page(accountId, { sort }, everything)
          assert.deepEqual(await store.groups.slice(accountId, sort, { limit: 4 }), all.slice(0, 4))
          for (const [index, group] of all.entries()) {
            const found = await store.groups.slice(accountId, sort, {
              after: { value: group[by], id: group.id },
              limit: 3,
            })
            assert.deepEqual(found, all.slice(index + 1, index + 4), `${by} ${descending} ${index}`)
            for (const folderId of [null, 0, 1, 2]) {
              const place = { value: group[by], id: group.id }
              const within = await store.groups.slice(accountId, sort, { after: place, limit: 2, folderId })
              const behind = all.slice(index + 1).filter((each) => each.folderId === folderId)
              assert.deepEqual(within, behind.slice(0, 2), `${by} ${descending} ${index} in ${folderId}`)
            }
          }
        }
      }
    })

    it('counts and cuts what matches', async () => {
      const accountId = 21
      for (const name of ['Alpha', 'alphabet', 'beta', '50%', 'a_b', 'a\\b', 'ÉCOLE']) {
        await write((tx) => tx.groups.insert(nextGroup({ accountId, name })))
      }
      const names = async (text: string, alike: boolean): Promise<string[]> => {
        const query = { name: { text, alike }, sort: { by: 'hexId', descending: false } } as const
        const { items, total } = await store.groups.page(accountId, query, { start: 0, count: 2 })
        assert.ok(total >= items.length)
        return items.map(({ name }) => name)
      }
      assert.deepEqual(await names('ALPHA', true), ['Alpha', 'alphabet'])
      assert.deepEqual(await names('alpha', false), [])
      assert.deepEqual(await names('%', true), ['50%'])
      assert.deepEqual(await names('_', true), ['a_b'])
      assert.deepEqual(await names('\\', true), ['a\\b'])
      assert.deepEqual(await names('école', true), ['ÉCOLE'])
    })

    it('keeps the total while groups come and go', async () => {
      const accountId = 22
      const query = { sort: { by: 'name', descending: false } } as const
      const first = nextGroup({ accountId })
      await write((tx) => tx.groups.insert(first))
      await write((tx) => tx.groups.insert(nextGroup({ accountId })))
      await write((tx) => tx.groups.remove(first))
      assert.equal((await store.groups.page(accountId, query, { start: 5, count: 1 })).total, 1)
    })
  })
}
