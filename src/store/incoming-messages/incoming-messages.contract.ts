import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { IncomingMessage } from '../../core/incoming-message/incoming-message.ts'
import type { Store, Transaction } from '../../core/ports.ts'

const author = { accountId: 1, credentialId: null, name: 'tester', origin: 'test' } as const
const change = { noun: 'messages', verb: 'add', subject: 'x', before: null, after: null } as const
const newestFirst = [{ by: 'id', descending: true }] as const
const everything = { start: 0, count: 100 }

/** The rules for every store of messages that came in. */
export function describeIncomingMessages(
  engine: string,
  open: () => Promise<{ store: Store; remove(): Promise<void> }>,
): void {
  describe(`messages that came in on ${engine}`, () => {
    let store: Store
    let remove: () => Promise<void>
    before(async () => {
      ;({ store, remove } = await open())
    })
    after(async () => {
      await store.close()
      await remove()
    })

    let accounts = 700
    let made = 0
    const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      store.write(author, async (tx) => ({ answer: await work(tx), change }))
    const build = async (...fields: readonly Partial<IncomingMessage>[]): Promise<IncomingMessage[]> => {
      const accountId = ++accounts
      const all = fields.map(
        (each, index): IncomingMessage => ({
          ...{ accountId, id: index + 1, hexId: (++made).toString(16).padStart(24, '0'), from: '+4917012345' },
          ...{ to: '+4915735999', text: 'hi', receivedAt: 10, answers: null, carrier: 'c', carrierId: null },
          optsOut: false,
          ...each,
        }),
      )
      await write(async (tx) => {
        for (const message of all) await tx.incomingMessages.insert(message)
      })
      return all
    }
    const page = (accountId: number) => store.incomingMessages.page(accountId, { sort: newestFirst }, everything)

    it('come back as they were written, by both ids, until they are removed', async () => {
      const full = { text: "'; drop\n😀", answers: 'ab', carrierId: 'x', optsOut: true, from: 'بانک' }
      const [one, two] = (await build(full, {})) as [IncomingMessage, IncomingMessage]
      const { accountId, id, hexId } = one
      assert.deepEqual(await store.incomingMessages.get(accountId, { id }), one)
      assert.deepEqual(await store.incomingMessages.get(accountId, { hexId }), one)
      assert.equal(await store.incomingMessages.get(accountId + 1, { hexId }), undefined)
      assert.deepEqual(await page(accountId), { items: [two, one], total: 2 })
      await write(async (tx) => {
        const locked = await tx.incomingMessages.lock(accountId, { hexId })
        assert.deepEqual(locked, one)
        await tx.incomingMessages.remove(one)
      })
      assert.deepEqual(await page(accountId), { items: [two], total: 1 })
    })

    it('are found by who wrote them, the newest first', async () => {
      const [{ accountId } = assert.fail('none')] = await build({}, { from: 'x' }, {}, { from: '004917012345' })
      const ids = async (spellings: readonly string[], limit: number, account = accountId) =>
        (await store.incomingMessages.fromNumber(account, spellings, limit)).map(({ id }) => id)
      assert.deepEqual(await ids(['+4917012345', '004917012345'], 9), [4, 3, 1])
      assert.deepEqual([await ids(['+4917012345'], 1), await ids(['x'], 9, accountId + 1)], [[3], []])
    })

    it('are known by the ids of their carriers', async () => {
      const [{ accountId } = assert.fail('none')] = await build(
        { carrierId: 'x' },
        { carrierId: 'x', carrier: 'd' },
        {},
      )
      const has = (carrier: string, id: string, account = accountId) =>
        write((tx) => tx.incomingMessages.has(account, carrier, id))
      assert.deepEqual(
        [await has('c', 'x'), await has('d', 'x'), await has('c', 'y'), await has('c', 'x', accountId + 1)],
        [true, true, false, false],
      )
    })

    it('without an id are counted by all that makes them alike', async () => {
      const [one = assert.fail('none')] = await build(
        ...[{}, { receivedAt: 20 }, { receivedAt: 21 }, { receivedAt: 9 }, { text: 'Hi' }, { from: '+4917012346' }],
        ...[{ to: '+4915735998' }, { carrier: 'd' }, { carrierId: 'x' }],
      )
      const count = (since: number, until: number, account = one.accountId) =>
        write((tx) => tx.incomingMessages.countAlike(account, one, { since, until }))
      assert.deepEqual(
        [await count(10, 20), await count(9, 21), await count(11, 19), await count(20, 10)],
        [2, 4, 0, 0],
      )
      assert.equal(await count(0, 100, one.accountId + 1), 0)
    })

    it('are forgotten when they are old, each told by a change', async () => {
      const [{ accountId } = assert.fail('none')] = await build({ receivedAt: 1 }, { receivedAt: 2 }, { receivedAt: 1 })
      while ((await store.messageQueue.forget(2, 50, 1)) > 0);
      const { items, total } = await page(accountId)
      assert.deepEqual([items.map(({ id }) => id), total], [[2], 1])
      assert.equal((await store.changes.newest(accountId, { noun: 'messages' }, 1))[0]?.verb, 'remove')
    })
  })
}
