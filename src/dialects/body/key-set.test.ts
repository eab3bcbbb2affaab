import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { KeySet } from './key-set.ts'

const key = fc.oneof(
  fc.nat(20).map(String),
  fc.constantFrom('00', '1.0', '-1', '', 'x', '134217727', '134217728', '99999999999'),
  fc.string({ maxLength: 2 }),
)

test('a key is new once, as in a Set', () => {
  fc.assert(
    fc.property(fc.array(key), (keys) => {
      const seen = new Set<string>()
      const found = new KeySet()
      for (const each of keys) {
        assert.equal(found.add(each), !seen.has(each), each)
        seen.add(each)
      }
    }),
  )
})

test('there is room for ten thousand keys that are no indices', () => {
  const keys = new KeySet()
  for (let index = 0; index < 10_000; index++) assert.ok(keys.add(`k${index}`))
  assert.equal(keys.add('one more'), false)
  assert.deepEqual([keys.isFull, new KeySet().isFull], [true, false])
  assert.ok(keys.add('7'))
})
