import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noValues, ValuesPacker } from './packed-values.ts'

test('values come back at their positions, in whatever order they are asked for', () => {
  const packer = new ValuesPacker<{ readonly a: string }>()
  const given = new Map([0, 1, 3999, 4000, 12_001, 30_000].map((position) => [position, { a: `ö\ud800 ${position}` }]))
  for (const [position, value] of given) packer.add(position, value)
  const packed = packer.packed()
  assert.deepEqual([packer.size, packed.size], [given.size, given.size])
  for (const position of [30_000, 0, 4000, 12_001, 1, 3999]) assert.deepEqual(packed.get(position), given.get(position))
  for (const position of [2, 3998, 4001, 8000, 30_001, 90_000]) assert.equal(packed.get(position), undefined)
  assert.deepEqual([...packed.entries()], [...given])
  assert.deepEqual([...packed.values()], [...given.values()])
})

test('where nothing is carried nothing is kept', () => {
  assert.deepEqual(new ValuesPacker().packed(), noValues)
  assert.equal(noValues.get(0), undefined)
  assert.deepEqual([...noValues.entries()], [])
})
