import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Author } from '../../core/author.ts'
import type { IncomingRule } from '../../core/incoming-rule/incoming-rule.ts'
import type { Store, Transaction } from '../../core/ports.ts'

const author: Author = { accountId: 1, credentialId: null, name: null, origin: 'test' }
const change = { noun: 'incoming-rule', verb: 'update', subject: 'x', before: null, after: null } as const

/** The contract of every store for incoming rules. */
export function describeIncomingRules(
  engine: string,
  open: () => Promise<{ store: Store; remove(): Promise<void> }>,
): void {
  describe(`the incoming rules of a store on ${engine}`, () => {
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
    const rule = (accountId: number, id: number, fields: Partial<IncomingRule> = {}): IncomingRule => ({
      ...{ accountId, id, hexId: `hex ${id}`, verdict: 'block', number: '0912', labels: [], comment: '' },
      ...{ createdAt: 1, updatedAt: 2 },
      ...fields,
    })
    const insert = async (made: IncomingRule, ...spellings: string[]): Promise<IncomingRule> => {
      await write((tx) => tx.incomingRules.insert(made, spellings))
      return made
    }
    const idsOf = async (accountId: number, number: string): Promise<number[]> =>
      (await store.incomingRules.ofCaller(accountId, number)).map(({ id }) => id)

    it('are kept as they are, and found by each spelling within the account', async () => {
      const labels = ['vip', "'; drop table incoming_rules; --", 'علی 😀', '"\\']
      const made = await insert(rule(1, 1, { verdict: 'allow', labels, comment: 'c' }), '0912', '+98912')
      await insert(rule(2, 1), '0912')
      assert.deepEqual(await store.incomingRules.ofCaller(1, '+98912'), [made])
      assert.deepEqual([await idsOf(2, '+98912'), await idsOf(2, '0912')], [[], [1]])
      assert.deepEqual(await write((tx) => tx.incomingRules.get(1, { id: 1 })), made)
      assert.deepEqual(await write((tx) => tx.incomingRules.get(1, { hexId: 'hex 1', verdict: 'allow' })), made)
      assert.equal(await write((tx) => tx.incomingRules.get(1, { hexId: 'hex 1', verdict: 'block' })), undefined)
      assert.equal(await write((tx) => tx.incomingRules.get(3, { id: 1 })), undefined)
    })

    it('are found by their verdict and a part of their number, in order, and in pages', async () => {
      for (const id of [1, 2, 3, 4]) {
        await insert(rule(4, id, { verdict: id % 2 === 0 ? 'allow' : 'block', number: `09${id}` }), `09${id}`)
      }
      const find = async (query: Parameters<typeof store.incomingRules.find>[1]) =>
        (await store.incomingRules.find(4, query)).map(({ id }) => id)
      assert.deepEqual(await find({}), [1, 2, 3, 4])
      assert.deepEqual(await find({ verdict: 'allow' }), [2, 4])
      assert.deepEqual(await find({ verdict: 'block', number: { text: '93', alike: true } }), [3])
      assert.deepEqual(await find({ number: { text: '%', alike: true } }), [])
      const page = await store.incomingRules.page(4, { after: 1, limit: 2 })
      assert.deepEqual(
        page.map(({ id }) => id),
        [2, 3],
      )
      assert.equal((await write((tx) => tx.incomingRules.all(4))).length, 4)
    })

    it('have no spelling left of those that they had', async () => {
      const made = await insert(rule(5, 1), '1', '2')
      await insert(rule(5, 2), '2')
      const changed = { ...made, number: '3', labels: ['x'], updatedAt: 9 }
      await write((tx) => tx.incomingRules.update(changed, ['3', '4']))
      assert.deepEqual([await idsOf(5, '1'), await idsOf(5, '2'), await idsOf(5, '4')], [[], [2], [1]])
      assert.deepEqual((await store.incomingRules.ofCaller(5, '3'))[0], changed)
      await write((tx) => tx.incomingRules.spell(changed, ['5']))
      assert.deepEqual([await idsOf(5, '3'), await idsOf(5, '5')], [[], [1]])
      await write((tx) => tx.incomingRules.remove(changed))
      assert.deepEqual(await idsOf(5, '5'), [])
      assert.deepEqual(
        (await write((tx) => tx.incomingRules.all(5))).map(({ id }) => id),
        [2],
      )
    })
  })
}
