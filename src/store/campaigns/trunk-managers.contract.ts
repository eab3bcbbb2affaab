import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Author } from '../../core/author.ts'
import type { Store, Transaction } from '../../core/ports.ts'
import { type TrunkManager, usualTrunkManager } from '../../core/trunk-manager/trunk-manager.ts'

const author: Author = { accountId: 1, credentialId: null, name: null, origin: 'test' }
const change = { noun: 'trunk-manager', verb: 'update', subject: 'x', before: null, after: null } as const

/** The contract of every store for trunk managers. */
export function describeTrunkManagers(
  engine: string,
  open: () => Promise<{ store: Store; remove(): Promise<void> }>,
): void {
  describe(`the trunk managers of a store on ${engine}`, () => {
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
    const managerOf = (accountId: number, id: number, fields: Partial<TrunkManager> = {}): TrunkManager => ({
      ...usualTrunkManager,
      ...{
        accountId,
        id,
        hexId: `hex ${id}`,
        title: `title ${id}`,
        trunk: 't',
        timeZone: 'Asia/Tehran',
        createdAt: 1,
        updatedAt: 2,
      },
      ...fields,
    })

    it('are kept as they are, and found by each ref within the account', async () => {
      const hours = { 1: [[540, 1200]], 5: [] } as const
      const made = managerOf(1, 1, {
        ...{ title: "'; drop table trunk_managers; -- 😀", trunk: 'x', active: false, capacity: 50, interval: 0 },
        ...{ readyNumbers: 7, hours, timeZone: 'Europe/Berlin' },
      })
      const other = managerOf(2, 1)
      await write((tx) => tx.trunkManagers.insert(made))
      await write((tx) => tx.trunkManagers.insert(other))
      assert.deepEqual(await store.trunkManagers.all(1), [made])
      for (const ref of [{ id: 1 }, { hexId: 'hex 1' }, { title: made.title }]) {
        assert.deepEqual(await store.trunkManagers.get(1, ref), made)
        assert.deepEqual(await write((tx) => tx.trunkManagers.lock(1, ref)), made)
      }
      assert.equal(await store.trunkManagers.get(2, { title: made.title }), undefined)
      assert.deepEqual(await store.trunkManagers.get(2, { hexId: 'hex 1' }), other)
    })

    it('come in the order of their ids, change and go', async () => {
      for (const id of [3, 1, 2]) await write((tx) => tx.trunkManagers.insert(managerOf(3, id)))
      const changed = managerOf(3, 2, { title: 'another', hours: null, capacity: 1, updatedAt: 9 })
      await write((tx) => tx.trunkManagers.update(changed))
      await write((tx) => tx.trunkManagers.remove(managerOf(3, 1)))
      assert.deepEqual(await store.trunkManagers.all(3), [changed, managerOf(3, 3)])
      assert.deepEqual(await write((tx) => tx.trunkManagers.all(3)), [changed, managerOf(3, 3)])
    })

    it('have titles that no other one of the account has', async () => {
      await write((tx) => tx.trunkManagers.insert(managerOf(4, 1)))
      await assert.rejects(write((tx) => tx.trunkManagers.insert(managerOf(4, 2, { title: 'title 1' }))))
    })
  })
}
