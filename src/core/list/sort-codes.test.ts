import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { noCode, phoneCode } from './phone-code.ts'
import { sortCodes } from './sort-codes.ts'

describe('sortCodes', () => {
  for (const [title, phoneAt] of [
    ['scattered phones', (index: number) => String((index * 7919) % 1_000_003)],
    [
      'phones of every length, some with a plus',
      (index: number) => `${index % 3 ? '' : '+'}${'9'.repeat(index % 14)}${index % 97}`,
    ],
    ['one phone over and over', () => '0912'],
    ['the least and the greatest codes', (index: number) => (index % 2 ? '0' : `+${'9'.repeat(15)}`)],
    ['falling phones', (index: number) => String(9_000_000 - index)],
  ] as const) {
    for (const length of [0, 1, 10, 4001, 60_000]) {
      it(`orders ${length} ${title} as numbers order, and leaves what it was given`, () => {
        const codes = Float64Array.from({ length }, (_, index) =>
          index % 1000 === 7 ? noCode : phoneCode(phoneAt(index)),
        )
        const before = codes.slice()
        assert.deepEqual(sortCodes(codes), codes.slice().sort())
        assert.deepEqual(codes, before)
      })
    }
  }
})
