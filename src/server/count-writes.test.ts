import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Author } from '../core/author.ts'
import { unavailable } from '../core/errors.ts'
import type { Store, Transaction } from '../core/ports.ts'
import { countWrites } from './count-writes.ts'

const author: Author = { accountId: 1, credentialId: 2, name: null, origin: 'test' }
const nothing = {} as Transaction
const change = { noun: 'group', verb: 'add', subject: 'a', before: null, after: null } as const

describe('countWrites', () => {
  const counted: string[] = []
  const metrics = {
    writeDone: (noun: string, verb: string) => counted.push(`${noun} ${verb}`),
    writeFailed: () => counted.push('failed'),
  }
  const store = { write: async (_author, work) => (await work(nothing)).answer } as Pick<Store, 'write'> as Store

  it('counts a write that was committed, and hands on its answer', async () => {
    assert.equal(await countWrites(store, metrics).write(author, async () => ({ answer: 7, change })), 7)
    assert.deepEqual(counted.splice(0), ['group add'])
  })

  it('does not count a write that was refused', async () => {
    await assert.rejects(countWrites(store, metrics).write(author, () => Promise.reject(new Error('no'))))
    assert.deepEqual(counted, [])
  })

  it('counts a write that the book could not take', async () => {
    const full = unavailable('the disk is full', undefined)
    await assert.rejects(
      countWrites(store, metrics).write(author, () => Promise.reject(full)),
      full,
    )
    assert.deepEqual(counted.splice(0), ['failed'])
  })
})
