import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Message } from '../../core/message/message.ts'
import type { Store } from '../../core/ports.ts'

const author = { accountId: 1, credentialId: null, name: 'tester', origin: 'test' } as const
const change = { noun: 'messages', verb: 'add', subject: 'x', before: null, after: null } as const

/** A message that waits. */
export function queuedMessage(accountId: number, id: number, made: number): Message {
  return {
    ...{ accountId, id, hexId: made.toString(16).padStart(24, '0'), bulkId: null, number: '+4917012345' },
    ...{ country: null, sender: 'me', text: 'hi', alphabet: 'gsm', characters: 2, parts: 1, price: 50, label: null },
    ...{ route: `route ${accountId}`, callbackData: null, language: null, forgetsText: false, plannedAt: null },
    ...{ dueAt: 10, validUntil: 1000, state: 'queued', reason: null, isUncertain: false, claimedBy: null },
    ...{ sentAt: null, endedAt: null, createdAt: 5, credentialId: null, address: null, origin: 'test' },
  }
}

/** The rules for every store of the parts of messages. */
export function describeMessageParts(
  engine: string,
  open: () => Promise<{ store: Store; remove(): Promise<void> }>,
): void {
  describe(`parts of messages on ${engine}`, () => {
    let store: Store
    let remove: () => Promise<void>
    before(async () => {
      ;({ store, remove } = await open())
    })
    after(async () => {
      await store.close()
      await remove()
    })

    let accounts = 900
    const build = async (...fields: readonly Partial<Message>[]): Promise<{ accountId: number; all: Message[] }> => {
      const accountId = ++accounts
      const all = fields.map((each, at) => ({ ...queuedMessage(accountId, at + 1, accountId * 100 + at), ...each }))
      await store.write(author, async (tx) => {
        await tx.messages.insert(accountId, all)
        return { answer: undefined, change }
      })
      return { accountId, all }
    }
    const claim = (accountId: number) =>
      store.messageQueue.claim({ run: 'run', now: 99, routes: [`route ${accountId}`], others: false, limit: 100 })
    const states = async (accountId: number) => {
      const sort = [{ by: 'id', descending: false }] as const
      const { items } = await store.messages.page(accountId, { sort }, { start: 0, count: 100 })
      return items.map(({ state, reason }) => [state, reason])
    }
    const sent = (...carrierIds: readonly string[]) => ({ kind: 'sent', carrier: 'c', carrierIds }) as const

    it('keep the parts that a carrier has, and the rest is put behind them', async () => {
      const { accountId, all } = await build({ parts: 3 }, { parts: 2 }, { parts: 2 })
      const [first, second, third] = all as [Message, Message, Message]
      const id = (part: number) => `${accountId}-${part}`
      const taken = (...parts: readonly number[]) => ({ carrier: 'c', carrierIds: parts.map(id) })
      const settle = async (...tried: Parameters<Store['messageQueue']['settle']>[1]) => {
        await claim(accountId)
        await store.messageQueue.settle('run', tried, 20)
      }
      const later = { kind: 'later', dueAt: 50 } as const
      await settle(
        { message: first, outcome: later, taken: taken(1) },
        { message: second, outcome: later, taken: taken(4) },
        { message: third, outcome: { kind: 'failed', reason: 'no' }, taken: taken(6) },
      )
      const counts = async () => (await store.messages.partsTaken(all)).map((had) => had?.count)
      assert.deepEqual(await counts(), [1, 1, 1])
      const asked = [{ accountId: accountId + 1, id: first.id }, first]
      assert.deepEqual(await store.messages.partsTaken(asked), [undefined, { carrier: 'c', count: 1 }])
      const receive = (part: number, state: 'delivered' | 'failed') =>
        store.messageQueue.receive('c', [{ carrierId: id(part), state, at: 30, problem: 'p' }])
      assert.deepEqual(await receive(1, 'delivered'), [true])
      assert.deepEqual(await receive(4, 'failed'), [true])
      assert.deepEqual(await states(accountId), [
        ['queued', null],
        ['queued', null],
        ['failed', 'no'],
      ])
      await settle({ message: first, outcome: sent(id(2), id(3)) }, { message: second, outcome: sent(id(5)) })
      assert.deepEqual(await counts(), [3, 2, 1])
      assert.deepEqual((await states(accountId)).slice(0, 2), [
        ['sent', null],
        ['failed', 'p'],
      ])
      await receive(2, 'delivered')
      await receive(3, 'delivered')
      assert.deepEqual((await states(accountId))[0], ['delivered', null])
    })

    it('are awaited until their receipts come', async () => {
      const { accountId, all } = await build({}, {}, {}, {})
      await claim(accountId)
      const carrier = `carrier ${accountId}`
      const outcomes = ['a', 'b', 'c', 'd'].map((id) => ({ kind: 'sent', carrier, carrierIds: [id] }) as const)
      const tried = all.map((message, at) => ({ message, outcome: outcomes[at] as (typeof outcomes)[number] }))
      await store.messageQueue.settle('run', tried.slice(0, 3), 20)
      await store.messageQueue.settle('run', tried.slice(3), 10)
      const awaited = async (behind = '', since = 20, limit = 100) =>
        (await store.messages.awaited(carrier, behind, since, limit)).map(({ carrierId }) => carrierId)
      assert.deepEqual(await store.messages.awaited(carrier, '', 0, 1), [{ carrierId: 'a', sentAt: 20 }])
      assert.deepEqual(
        [await awaited(), await awaited('', 0), await awaited('a', 0, 2)],
        [
          ['a', 'b', 'c'],
          ['a', 'b', 'c', 'd'],
          ['b', 'c'],
        ],
      )
      await store.messageQueue.receive(carrier, [{ carrierId: 'b', state: 'failed', at: 30, problem: 'p' }])
      assert.deepEqual(await awaited(), ['a', 'c'])
      assert.deepEqual(await store.messages.awaited('another', '', 0, 9), [])
    })
  })
}
