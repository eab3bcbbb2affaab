import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { CodeFinder } from './code-finder.ts'

const most = 2 ** 53 - 1
const code = fc.oneof(fc.nat(300), fc.integer({ min: 1, max: most }), fc.constantFrom(1, most, 298_912_000_0000))

it('a finder has the codes that it was made of, and no other', () => {
  fc.assert(
    fc.property(fc.array(code, { maxLength: 700 }), fc.array(code, { maxLength: 50 }), (some, others) => {
      const codes = Float64Array.from(new Set(some)).sort()
      const finder = new CodeFinder(codes)
      for (const each of [...some, ...others, ...some.map((one) => one + 1)])
        assert.equal(finder.has(each), codes.includes(each), `${each} in ${codes}`)
    }),
  )
})

it('codes that crowd in one place are found by halves', () => {
  const crowd = Float64Array.from({ length: 100_000 }, (_, at) => (at < 99_999 ? at : most))
  const finder = new CodeFinder(crowd)
  for (let each = 0; each < 99_999; each += 97) assert.ok(finder.has(each))
  for (const each of [99_999, most - 1, -1, Number.NaN]) assert.equal(finder.has(each), false)
  assert.ok(finder.has(most))
})
