import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DetailsPacker, noDetails } from './packed-details.ts'

test('details come back at their positions, in whatever order they are asked for', () => {
  const packer = new DetailsPacker()
  const given = new Map([0, 1, 3999, 4000, 12_001, 30_000].map((position) => [position, { a: `ö\ud800 ${position}` }]))
  for (const [position, details] of given) packer.add(position, details)
  const packed = packer.packed()
  assert.equal(packed.size, given.size)
  for (const position of [30_000, 0, 4000, 12_001, 1, 3999]) assert.deepEqual(packed.get(position), given.get(position))
  for (const position of [2, 3998, 4001, 8000, 30_001, 90_000]) assert.equal(packed.get(position), undefined)
})

test('where nothing is carried nothing is kept', () => {
  assert.deepEqual(new DetailsPacker().packed(), noDetails)
  assert.equal(noDetails.get(0), undefined)
})
