import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KnownTotals } from './known-totals.ts'

test('a total holds for its version, and that of a search of megabytes is not remembered', () => {
  const totals = new KnownTotals()
  const long = 'x'.repeat(2001)
  for (const search of ['a', long]) totals.set(search, 7, 5000)
  assert.deepEqual([totals.get('a', 7), totals.get('a', 8), totals.get(long, 7)], [5000, undefined, undefined])
  assert.deepEqual([totals.isAbove('a', 4000), totals.isAbove(long, 4000)], [true, false])
})
