import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../caller.ts'
import { createGroup } from '../group/create-group.ts'
import { updateGroup } from '../group/update-group.ts'
import { changesOfNumber, lookedAtMost } from './changes-of-number.ts'

describe('changesOfNumber', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  after(() => book.close())

  it('looks at so many changes at the most, and the next question goes on behind them', async () => {
    const group = await createGroup(book.core, caller, { name: 'g', entries: entriesOf('1', '2') })
    for (let at = 0; at < 10; at++) await updateGroup(book.core, caller, group, { description: `d${at}` })
    await updateGroup(book.core, caller, group, { entries: entriesOf('1') })
    const looked: number[] = []
    const verbs: string[] = []
    for (let earlier: number | null | undefined; earlier !== null; ) {
      const query = earlier === undefined ? {} : { before: earlier }
      const { changes, next } = await changesOfNumber(book.core, caller, '2', 20, query, 5)
      verbs.push(...changes.map(({ verb }) => verb))
      looked.push(changes.length)
      earlier = next
    }
    assert.deepEqual(verbs, ['update', 'add'])
    assert.deepEqual(looked, [1, 0, 1])
  })

  it('of 12,000 changes reads 10,000 at once', async () => {
    const { store } = book.core
    const author = { ...caller, origin: 'test', name: null, credentialId: null }
    const state = (description: string) => ({ id: 1, name: 'g', description })
    for (let at = 0; at < 12; at++) {
      const writes = Array.from({ length: 1000 }, (_, each) =>
        store.write(author, async () => ({
          answer: undefined,
          change: { noun: 'group', verb: 'update', subject: 'g', before: state('a'), after: state(`${at} ${each}`) },
        })),
      )
      await Promise.all(writes)
    }
    const newest = (await store.changes.newest(caller.accountId, {}, 1))[0]?.number ?? 0
    const { changes, next } = await changesOfNumber(book.core, caller, '2', 20)
    assert.deepEqual(changes, [])
    assert.equal(next, newest - lookedAtMost + 1)
  })
})
