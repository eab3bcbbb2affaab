import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { phonesOf } from '../../core/list/entry-list.ts'
import { entryListOf } from '../../core/list/entry-list-builder.ts'
import type { Store, Transaction } from '../../core/ports.ts'

const accountId = 1
const length = 40_000
const change = { noun: 'group', verb: 'update', subject: 'g', before: null, after: null } as const

/** Phones of every kind: with a code, without one, with details. */
const list = entryListOf(
  Array.from({ length }, (_, index) =>
    index % 1000 === 7
      ? { phone: `*${index}`, details: { a: `a${index}` } }
      : {
          phone: `+98${(index * 7919) % 1_000_003}`,
          ...(index % 9 === 0 && { details: { callbackData: `${index}` } }),
        },
  ),
)

/** The contract of every store for lists that are written ahead. */
export function describeStage(engine: string, open: () => Promise<{ store: Store; remove(): Promise<void> }>): void {
  describe(`a long list on ${engine}`, () => {
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

    it('is the same whether it was written ahead or at once', async () => {
      const staged = await store.stage.put(accountId, list)
      assert.equal(staged.count, length)
      const [ahead, atOnce] = await write(async (tx) => [
        await tx.lists.insert(accountId, staged, 500),
        await tx.lists.insert(accountId, list, 500),
      ])
      assert.deepEqual(await store.lists.phones(accountId, ahead ?? ''), phonesOf(list))
      const page = { start: length - 5000, count: 3000 }
      const entries = await store.lists.entries(accountId, ahead ?? '', page)
      assert.deepEqual(entries, await store.lists.entries(accountId, atOnce ?? '', page))
      const asked = ['*7', '*39007', '+980', '+987919', '+98', '1']
      const found = await write((tx) => tx.lists.byPhones(accountId, ahead, asked))
      assert.deepEqual(found, await write((tx) => tx.lists.byPhones(accountId, atOnce, asked)))
      assert.equal(found.size, 4)
    })

    it('stays when it is dropped after a write has taken it, however late', async () => {
      const staged = await store.stage.put(accountId, list)
      const listId = await write((tx) => tx.lists.insert(accountId, staged, 1))
      await store.stage.drop(accountId, staged.id)
      await store.stage.dropOlder(Number.MAX_SAFE_INTEGER)
      assert.equal((await store.lists.phones(accountId, listId)).length, length)
    })

    it('is refused to a write once it was dropped', async () => {
      const staged = await store.stage.put(accountId, list)
      await store.stage.drop(2, staged.id)
      await store.stage.dropOlder(0)
      await assert.rejects(
        write(async (tx) => {
          await tx.lists.insert(accountId, staged, 1)
          throw new Error('it is still there')
        }),
        /it is still there/,
      )
      await store.stage.dropOlder(Number.MAX_SAFE_INTEGER)
      await assert.rejects(
        write((tx) => tx.lists.insert(accountId, staged, 1)),
        { code: 'unavailable' },
      )
    })

    it('lets other writes through while it is written', async () => {
      let isWritten = false
      const long = (async () => {
        for (let round = 0; round < 5; round++) await store.stage.put(accountId, list)
        isWritten = true
      })()
      let written = 0
      while (!isWritten) {
        await write((tx) => tx.allocate(accountId, 'entry', 1))
        if (!isWritten) written++
      }
      await long
      assert.ok(written > 1, 'other writes waited')
    })
  })
}
