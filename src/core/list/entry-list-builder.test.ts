import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '../errors.ts'
import { phonesOf } from './entry-list.ts'
import {
  EntryListBuilder,
  entryListOf,
  entryListOfPhones,
  joinPhones,
  mostPhones,
  mostTexts,
} from './entry-list-builder.ts'
import { noCode, phoneCode, phoneOfCode, phonesOfCodes } from './phone-code.ts'
import { isDialCode } from './stored-phone.ts'

const anyPhone = fc.oneof(
  fc.stringMatching(/^[0-9]{1,15}$/),
  fc.stringMatching(/^[0-3]{1,2}$/),
  fc.stringMatching(/^[*#][+*#0-9]{0,3}$/),
)
const rule = { field: 'numbers', allows: isDialCode }

describe('entryListOfPhones', () => {
  it('keeps the order and drops exact repeats, as a Set would', () => {
    fc.assert(
      fc.property(fc.array(anyPhone, { maxLength: 40 }), (phones) => {
        const list = entryListOfPhones(phones, rule)
        assert.deepEqual(phonesOf(list), [...new Set(phones)])
        assert.deepEqual(Array.from(list.codes), phonesOf(list).map(phoneCode))
      }),
    )
  })

  it('takes numbers apart that differ in leading zeros only', () => {
    assert.deepEqual(phonesOf(entryListOfPhones(['1', '01', '001', '1'], rule)), ['1', '01', '001'])
  })

  it('keeps the number that is in an item before it compares', () => {
    const given = [' 0912 ', '۰۹۱۲', '٠٩١٢', '0-9 12', '\u202a0912\u202c', 'tel:0912', '+۹۸', '*۴۳#']
    assert.deepEqual(phonesOf(entryListOfPhones(given, rule)), ['0912', '+98', '*43#'])
  })

  it('refuses the first item that is no string or breaks the rule, and says which', () => {
    for (const [given, reason] of [
      [['1', 2], 'item 2 is not a string'],
      [['1', null], 'item 2 is not a string'],
      [['1', ''], 'item 2 is empty'],
      [['1', 'x', 2], 'item 2 has no digit'],
      [['٣x'], 'item 1 has a "x"'],
      [['1', '2', '1'.repeat(16)], 'item 3 has 16 digits: a number has at most 15'],
      [['09120000001/09120000002'], 'item 1 holds more than one number: write each into a field of its own'],
    ] as const) {
      assert.throws(() => entryListOfPhones(given, rule), new Refusal('invalid_value', reason, 'numbers'))
    }
  })
})

describe('entryListOf', () => {
  it('keeps the details of the first of two entries with one phone, at its place', () => {
    const list = entryListOf([
      { phone: '1' },
      { phone: '2', details: { a: 'first' } },
      { phone: '1', details: { a: 'repeat' } },
      { phone: '3', details: { callbackData: 'x' } },
    ])
    assert.deepEqual(phonesOf(list), ['1', '2', '3'])
    assert.equal(list.details.size, 2)
    assert.deepEqual(
      [0, 1, 2].map((position) => list.details.get(position)),
      [undefined, { a: 'first' }, { callbackData: 'x' }],
    )
  })
})

describe('joinPhones', () => {
  it('puts the second list after the first, without repeats', () => {
    assert.deepEqual(phonesOf(joinPhones(entryListOfPhones(['1', '+2'], rule), ['3', '+2', '1'])), ['1', '+2', '3'])
  })
})

describe('phoneCode', () => {
  it('is turned back into the phone, for every phone that has one', () => {
    fc.assert(
      fc.property(anyPhone, (phone) => {
        const code = phoneCode(phone)
        if (code === noCode) assert.match(phone, /[^0-9]|^.{16,}$/)
        else assert.equal(phoneOfCode(code), phone)
        assert.deepEqual(
          phonesOfCodes(Float64Array.of(code, noCode, code)),
          code === noCode ? ['', '', ''] : [phone, '', phone],
        )
      }),
    )
    fc.assert(
      fc.property(fc.constantFrom('', '+'), fc.array(fc.stringMatching(/^\d{1,15}$/)), (sign, given) => {
        const phones = given.map((digits) => sign + digits)
        assert.deepEqual(phonesOfCodes(Float64Array.from(phones, phoneCode)), phones)
      }),
    )
  })

  it('holds 15 digits and no more', () => {
    for (let digits = 1; digits <= 15; digits++) {
      for (const phone of ['0', '1', '9'].flatMap((digit) => [digit.repeat(digits), `+${digit.repeat(digits)}`])) {
        const code = phoneCode(phone)
        assert.deepEqual([phoneOfCode(code), phonesOfCodes(Float64Array.of(code))], [phone, [phone]])
      }
    }
    assert.equal(phoneCode('9'.repeat(16)), noCode)
    assert.equal(phoneCode(''), noCode)
  })
})

describe('EntryListBuilder', () => {
  it('refuses the phone after eight million, and after a million that are no digits', () => {
    const full = (phone: string, count: number): EntryListBuilder => {
      const builder = new EntryListBuilder('numbers', count)
      for (let index = 0; index < count; index++) builder.add({ phone })
      return builder
    }
    const phones = full('1', mostPhones)
    assert.throws(() => phones.add({ phone: '1' }), { code: 'invalid_value', field: 'numbers' })
    const texts = full('*1', mostTexts)
    texts.add({ phone: '1' })
    assert.throws(() => texts.add({ phone: '*1' }), { code: 'invalid_value', field: 'numbers' })
    assert.deepEqual(phonesOf(texts.build()), ['*1', '1'])
  })
})
