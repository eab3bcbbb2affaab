import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachSome } from './many-rows.ts'
import type { Value } from './value.ts'

test('lists of any length are a few statements, with all values and no others', async () => {
  const lists = new Set<string>()
  for (let count = 0; count <= 1100; count++) {
    const values = Array.from({ length: count }, (_, at) => at)
    const seen: Value[] = []
    await eachSome(values, ['first'], async (list, [first, ...some]) => {
      lists.add(list)
      assert.equal(first, 'first')
      assert.equal(list.split(',').at(-1), `$${some.length + 1}`)
      seen.push(...new Set(some))
    })
    assert.deepEqual(seen, values)
  }
  assert.deepEqual(
    [...lists].map((list) => list.split(',').length),
    [1, 2, 4, 8, 16, 32, 64, 128, 256, 500],
  )
})
