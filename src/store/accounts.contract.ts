import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildGroup } from '../../test/builders.ts'
import type { Store, Transaction } from '../core/ports.ts'
import { describePeople } from './people.contract.ts'

const change = { noun: 'account', verb: 'update', subject: 'a', before: null, after: null } as const

/** The rules for every store on names and removal of accounts, on the history of one, and on people. */
export function describeAccounts(engine: string, open: () => Promise<{ store: Store; remove(): Promise<void> }>): void {
  describePeople(engine, open)
  describe(`accounts on ${engine}`, () => {
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

    const write = <T>(work: (tx: Transaction) => Promise<T>, accountId: number | null = null): Promise<T> =>
      store.write({ accountId, credentialId: null, name: 'tester', origin: 'test' }, async (tx) => ({
        answer: await work(tx),
        change,
      }))
    const insert = (name: string) => write((tx) => tx.accounts.insert({ name, enabled: true, createdAt: 1 }))

    it('have names that are unique in any case, until they are removed', async () => {
      const one = (await insert('Straße')) ?? assert.fail()
      assert.equal(await insert('STRASSE'), undefined)
      assert.deepEqual(await store.accounts.byName('strasse'), one)
      const other = (await insert('other')) ?? assert.fail()
      assert.equal(await write((tx) => tx.accounts.rename(other.id, 'straße')), false)
      await write((tx) => tx.accounts.remove(one.id, 5))
      assert.equal(await store.accounts.byName('Straße'), undefined)
      assert.equal(await write((tx) => tx.accounts.lock(one.id)), undefined)
      assert.equal(await write((tx) => tx.accounts.rename(other.id, 'STRASSE')), true)
      assert.equal(await write((tx) => tx.accounts.restore(one)), 'taken')
      await write((tx) => tx.accounts.rename(other.id, 'other'))
      assert.equal(await write((tx) => tx.accounts.restore(one)), 'restored')
      assert.equal(await write((tx) => tx.accounts.restore(one)), 'gone')
      assert.deepEqual(await store.accounts.all(), [one, other])
    })

    it('are counted, hidden with their history, and go row by row', async () => {
      const { id } = (await insert('full')) ?? assert.fail()
      await write(async (tx) => {
        await tx.groups.insert(buildGroup(1, { accountId: id }))
        await tx.forwardRules.put({ accountId: id, prefix: '09', allowed: true })
      }, id)
      const held = Object.entries(await write((tx) => tx.accounts.contentsOf(id))).filter(([, count]) => count > 0)
      assert.deepEqual(held, [
        ['groups', 1],
        ['forward rules', 1],
      ])
      const historyOf = async (accountId: number | null): Promise<number> =>
        (await store.changes.newest(accountId, { author: { name: 'tester' }, noun: 'account', since: 0 }, 1000)).length
      const before = await historyOf(null)
      assert.equal(await historyOf(id), 1)
      await write((tx) => tx.accounts.remove(id, 5))
      assert.equal(await historyOf(id), 0)
      // One more for the removal, one less for what is hidden.
      assert.equal(await historyOf(null), before)

      const rule = { changedBefore: Number.MAX_SAFE_INTEGER, idleBefore: 0, gone: new Set<string>() }
      let removed = 0
      for await (const found of store.leftovers.find('row', rule)) {
        removed += await write((tx) => tx.leftovers.remove(found))
      }
      assert.ok(removed >= 3, `${removed} rows`)
      assert.equal(await store.groups.get(id, { id: 1 }), undefined)
      assert.deepEqual(await store.forwardRules.all(id), [])
      for await (const found of store.leftovers.find('row', rule)) assert.fail(JSON.stringify(found))
    })
  })
}
