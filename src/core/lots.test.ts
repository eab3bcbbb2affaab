import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inLots } from './lots.ts'

describe('things that are done in lots', () => {
  it('wait for the lot before theirs, and are answered in their order', async () => {
    const lots: (readonly number[])[] = []
    const double = inLots<number, number>(3, async (lot) => {
      lots.push(lot)
      await new Promise((resolve) => setImmediate(resolve))
      return lot.map((each) => each * 2)
    })
    const first = [double(1), double(2)]
    await new Promise((resolve) => queueMicrotask(() => resolve(undefined)))
    const answers = await Promise.all([...first, ...[3, 4, 5, 6].map(double)])
    assert.deepEqual(answers, [2, 4, 6, 8, 10, 12])
    assert.deepEqual(lots, [[1, 2], [3, 4, 5], [6]])
    assert.deepEqual([await double(7), lots.at(-1)], [14, [7]])
  })

  it('fail with their lot, and no other does', async () => {
    const work = inLots<number, number>(1, async ([one = 0]) => {
      if (one === 2) throw new Error('no')
      return [one]
    })
    const ended = await Promise.allSettled([1, 2, 3].map(work))
    assert.deepEqual(
      ended.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
  })
})
