import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readNumber } from '../number/read-number.ts'
import { isDialCode, storedPhone } from './stored-phone.ts'

const anyText = fc.string({ unit: fc.constantFrom(...'0123456789+ -./()*#٣۴\u200e\u00a0,;aé\n'), maxLength: 40 })

describe('storedPhone', () => {
  for (const [given, stored] of [
    ['0912 111 2233', '09121112233'],
    ['\u202a+98912\u202c', '+98912'],
    ['*۴۳#', '*43#'],
    [' * 43 # ', '* 43 #'],
    [' reception ۳ ', 'reception ۳'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['0911/0912', '0911/0912'],
    [' '.repeat(3), ''],
  ] as const) {
    it(`keeps ${JSON.stringify(given)} as ${stored}`, () => assert.equal(storedPhone(given), stored))
  }

  it('changes nothing of what it has kept, and finds in it what was in the given text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'binary', maxLength: 40 })), (given) => {
        const stored = storedPhone(given)
        assert.equal(storedPhone(stored), stored)
        assert.equal('number' in readNumber(stored), 'number' in readNumber(given))
      }),
      { numRuns: 5000 },
    )
  })
})

describe('isDialCode', () => {
  it('knows 1 to 30 digits with *, # and +', () => {
    for (const code of ['*43#', '#', '+98*1#', `*${'1'.repeat(29)}`]) assert.ok(isDialCode(code))
    for (const text of ['', '43', '+98', '* 43', '*a', '*۴', `*${'1'.repeat(30)}`]) assert.ok(!isDialCode(text))
  })
})
