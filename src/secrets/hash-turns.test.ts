import assert from 'node:assert/strict'
import { it } from 'node:test'
import { HashTurns } from './hash-turns.ts'

it('only so many hashes run, only so many wait, and all begin in their order', async () => {
  const turns = new HashTurns(2, 3)
  const begun: number[] = []
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const run = (which: number) =>
    turns.run(async () => {
      begun.push(which)
      await held
      if (which === 3) throw new Error('this one fails')
    })
  const all = [1, 2, 3, 4, 5].map(run)
  await assert.rejects(run(6), { code: 'slowed', retryAfter: 5 })
  assert.deepEqual(begun, [1, 2])
  release()
  const results = await Promise.allSettled(all)
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  )
  assert.deepEqual(begun, [1, 2, 3, 4, 5])
  await turns.run(async () => undefined)
})
