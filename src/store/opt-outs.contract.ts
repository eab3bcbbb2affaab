import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { OptOut } from '../core/opt-out/opt-out.ts'
import type { Store, Transaction } from '../core/ports.ts'

const author = { accountId: 1, credentialId: null, name: 'tester', origin: 'test' } as const
const change = { noun: 'opt-out', verb: 'add', subject: 'x', before: null, after: null } as const

/** The rules for every store of opt-outs. */
export function describeOptOuts(engine: string, open: () => Promise<{ store: Store; remove(): Promise<void> }>): void {
  describe(`opt-outs on ${engine}`, () => {
    let store: Store
    let remove: () => Promise<void>
    before(async () => {
      ;({ store, remove } = await open())
    })
    after(async () => {
      await store.close()
      await remove()
    })

    let accounts = 100
    const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      store.write(author, async (tx) => ({ answer: await work(tx), change }))
    const build = async (...fields: readonly Partial<OptOut>[]): Promise<{ accountId: number; all: OptOut[] }> => {
      const accountId = ++accounts
      const all = fields.map(
        (each, index): OptOut => ({
          ...{ accountId, id: index + 1, number: null, international: null, email: null, channel: 'all' },
          ...{ since: 5, reason: null, unsubscribeReason: null, source: 'cli', credentialId: null, author: null },
          ...each,
        }),
      )
      await write((tx) => tx.optOuts.insert(accountId, all))
      return { accountId, all }
    }

    it('come back as they were written, by id and by each of their spellings', async () => {
      const full: Partial<OptOut> = {
        ...{ number: '0912', international: '+98912', email: 'Ada@Ä.example', reason: "'; drop", channel: 'calls' },
        ...{ unsubscribeReason: 3, source: 'somewhere', credentialId: 7, author: 'tester' },
      }
      const { accountId, all } = await build(full, { number: '0912' }, { email: 'b@c' })
      const [one, other, third] = all
      assert.deepEqual(await store.optOuts.get(accountId, 1), one)
      const of = (numbers: readonly string[], emails: readonly string[] = []) =>
        store.optOuts.of(accountId, { numbers, emails })
      assert.deepEqual(await of(['0912', '+98912']), [one, other])
      assert.deepEqual(await of(['+98912']), [one])
      assert.deepEqual(await of(['98912', '0912 ', '']), [])
      assert.deepEqual(await of([], ['ada@ä.example', 'b@c']), [one, third])
      assert.deepEqual(await of([], ['Ada@Ä.example']), [])
      assert.deepEqual(await of(Array.from({ length: 1000 }, (_, at) => (at === 777 ? '0912' : `x${at}`))), [
        one,
        other,
      ])
      assert.deepEqual(await store.optOuts.of(accountId + 1, { numbers: ['0912'], emails: [] }), [])
      assert.equal(await store.optOuts.get(accountId + 1, 1), undefined)
    })

    it('are counted as they come and go, many in one write', async () => {
      const { accountId, all } = await build(
        ...Array.from({ length: 1234 }, (_, at) => ({ number: String(5000 + at) })),
      )
      assert.equal(await store.optOuts.count(accountId), 1234)
      await write((tx) => tx.optOuts.remove(accountId, all.slice(10, 14)))
      assert.equal(await store.optOuts.count(accountId), 1230)
      const part = await store.optOuts.after(accountId, {}, { after: 9, limit: 3 })
      assert.deepEqual(
        part.map(({ id }) => id),
        [10, 15, 16],
      )
      const page = await store.optOuts.page(
        accountId,
        { sort: [{ by: 'id', descending: true }] },
        { start: 1, count: 2 },
      )
      assert.deepEqual([page.items.map(({ id }) => id), page.total], [[1233, 1232], 1230])
    })

    it('are filtered, and null is the least of an order', async () => {
      const { accountId } = await build(
        { number: '1', since: 9, channel: 'calls' },
        { email: 'a@b', since: 7, unsubscribeReason: 2 },
        { number: '3', since: 8 },
      )
      const ids = async (filter: Parameters<Store['optOuts']['page']>[1]['filter'], by: 'since' | 'number') => {
        const query = { ...(filter && { filter }), sort: [{ by, descending: false }] }
        return (await store.optOuts.page(accountId, query, { start: 0, count: 9 })).items.map(({ id }) => id)
      }
      assert.deepEqual(await ids(undefined, 'since'), [2, 3, 1])
      assert.deepEqual(await ids(undefined, 'number'), [2, 1, 3])
      assert.deepEqual(await ids({ kind: 'isNull', field: 'unsubscribeReason' }, 'since'), [3, 1])
      assert.deepEqual(await ids({ kind: 'compare', field: 'since', by: 'ge', value: 8 }, 'since'), [3, 1])
      assert.deepEqual(await ids({ kind: 'compare', field: 'channel', by: 'eq', value: 'calls' }, 'since'), [1])
    })
  })
}
