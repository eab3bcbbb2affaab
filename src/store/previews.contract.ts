import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Store, Transaction } from '../core/ports.ts'
import type { Preview } from '../core/preview/preview.ts'

const change = { noun: 'preview', verb: 'update', subject: 'p', before: null, after: null } as const

/** The rules for every store on previews of imports. */
export function describePreviews(engine: string, open: () => Promise<{ store: Store; remove(): Promise<void> }>): void {
  describe(`previews on ${engine}`, () => {
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
      store.write({ accountId: null, credentialId: null, name: 'tester', origin: 'test' }, async (tx) => ({
        answer: await work(tx),
        change,
      }))
    const preview: Preview = {
      ...{ accountId: 52, id: 'p', filename: 'f', target: { newName: 'n' }, columns: [], listId: null },
      mode: 'add',
      counts: { lines: 4, added: 1, updated: 0, unchanged: 0, repeated: 0, rejected: 3, removed: 0 },
      ...{ count: 0, outcome: null, createdAt: 0, expiresAt: 10 },
    }
    const reject = (line: number) => ({ line, column: 'A', value: `v${line}`, reason: 'has no digit' })

    it('are there until they expire, for their account, and can be changed', async () => {
      await write((tx) => tx.previews.insert(preview, []))
      const get = (accountId: number, now: number) => store.previews.get(accountId, 'p', now)
      assert.deepEqual([await get(52, 9), await get(52, 10), await get(53, 9)], [preview, undefined, undefined])
      const after = { ...preview, outcome: { groupId: 7, counts: preview.counts, at: 5 } }
      await write((tx) => tx.previews.update(after))
      assert.deepEqual(await write((tx) => tx.previews.lock(52, 'p', 9)), after)
      assert.equal(await write((tx) => tx.previews.lock(52, 'p', 10)), undefined)
    })

    it('have rejects that are read page by page, and go with them', async () => {
      const parts = [[reject(2), reject(5)], [reject(7)]]
      await write((tx) => tx.previews.insert({ ...preview, id: 'q' }, parts))
      const lines = async (after: number, limit: number) =>
        (await store.previews.rejects(52, 'q', { after, limit })).map(({ line }) => line)
      assert.deepEqual(
        [await lines(0, 9), await lines(0, 2), await lines(2, 1), await lines(5, 9)],
        [[2, 5, 7], [2, 5], [5], [7]],
      )
      assert.deepEqual(await store.previews.rejects(52, 'q', { after: 5, limit: 9 }), [reject(7)])
      await write((tx) => tx.previews.remove({ accountId: 52, id: 'q' }))
      assert.deepEqual([await store.previews.get(52, 'q', 0), await lines(0, 9)], [undefined, []])
    })

    it('that have expired are forgotten together, of their account only', async () => {
      for (const accountId of [54, 55]) {
        await write((tx) => tx.previews.insert({ ...preview, accountId, id: 'old' }, [[reject(1)]]))
        await write((tx) => tx.previews.insert({ ...preview, accountId, id: 'new', expiresAt: 11 }, [[reject(1)]]))
      }
      await write((tx) => tx.previews.removeExpired(54, 10).then(() => undefined))
      const left = async (accountId: number, id: string) => [
        (await store.previews.get(accountId, id, 0)) !== undefined,
        (await store.previews.rejects(accountId, id, { after: 0, limit: 9 })).length,
      ]
      assert.deepEqual(await left(54, 'old'), [false, 0])
      for (const [accountId, id] of [
        [54, 'new'],
        [55, 'old'],
        [55, 'new'],
      ] as const) {
        assert.deepEqual(await left(accountId, id), [true, 1])
      }
    })
  })
}
