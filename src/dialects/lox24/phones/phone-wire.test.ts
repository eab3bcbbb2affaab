import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { phoneOfCode } from '../../../core/list/phone-code.ts'
import { draftOf, phoneViolations, plainPhoneOf, readPhone } from './phone.wire.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', 'é', '"', '\\', '\n', '\t', '\u0000', '\u0085', '\u2028', '\ud800', '😀') }),
  fc.constantFrom('', 'x'.repeat(36), 'x'.repeat(37), 'x'.repeat(1530), 'x'.repeat(1531)),
)
const value = fc.oneof({ arbitrary: text, weight: 4 }, fc.constantFrom(null, 1, true, {}, []))
const phone = fc.oneof(
  { arbitrary: fc.stringMatching(/^\+?\d{1,15}$/), weight: 8 },
  fc.constantFrom('', ' 1', '*43#', '1'.repeat(16), '+', 1, null),
)
const member = (arbitrary: fc.Arbitrary<unknown>) => fc.option(arbitrary, { nil: undefined, freq: 3 })
const body = fc.record({ phone, a: member(value), d: member(value), callback_data: member(value), f: member(value) })

describe('a phone that is read without a look at each member', () => {
  it('is one that breaks no rule, and the same', () => {
    let plain = 0
    fc.assert(
      fc.property(body, (given) => {
        const item = JSON.parse(JSON.stringify(given))
        const found = plainPhoneOf(item)
        if (!found) return
        plain++
        const read = readPhone(item)
        assert.deepEqual(phoneViolations(read, true), [])
        assert.deepEqual({ phone: phoneOfCode(found.code), details: found.details }, draftOf(read))
      }),
      { numRuns: 5000 },
    )
    assert.ok(plain > 300, `${plain} were plain`)
  })

  it('is most phones of a long list', () => {
    for (const item of [
      { phone: '+491771234567' },
      { phone: '0912', a: 'Ali – علی', b: '' },
      { phone: '1', callback_data: 'x' },
    ]) {
      assert.ok(plainPhoneOf(item))
    }
    assert.equal(plainPhoneOf({ phone: '1', a: 'two\nlines' }), undefined)
    assert.equal(plainPhoneOf([]), undefined)
  })
})
