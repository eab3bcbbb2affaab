import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readNumber } from './read-number.ts'

/** Texts and the number of each. */
const numbers: Readonly<Record<string, string>> = {
  '500': '500',
  '0912 111 22 33': '09121112233',
  '(0912) 111-22-33': '09121112233',
  '+49 (0) 30 123456': '+4930123456',
  '0049 (0)30 123456': '004930123456',
  '(0)30 123456': '030123456',
  '(+49) 30 123456': '+4930123456',
  '030/123456': '030123456',
  '+49 30/123456': '+4930123456',
  '0912/1112233': '09121112233',
  '06.12.34.56.78': '0612345678',
  '۰۹۱۲۱۱۱۲۲۳۳': '09121112233',
  '٠٩١٢١١١٢٢٣٣': '09121112233',
  '𝟎𝟗𝟏𝟐𝟭𝟭𝟭': '0912111',
  '\u200e+98912\u202c1112233': '+989121112233',
  '\u202a+989121112233\u202c': '+989121112233',
  '\ufeff0912\u00a0111\u20092233\u00ad': '09121112233',
  '+49 30 12–34': '+49301234',
  '＋49 30 1234': '+49301234',
  'tel:+1-555-555-0100;ext=55': '+15555550100',
  'TEL:%2B49-30-1234': '+49301234',
  'tel:1234;phone-context=+49-30': '+49301234',
  'tel:7042;phone-context=example.com': '7042',
  '9120000001.0': '9120000001',
  '212.555.1234': '2125551234',
}

/** Texts that are no number, and the reason of each. */
const problems: Readonly<Record<string, RegExp>> = {
  '': /is empty/,
  '\u200e \u200e': /is empty/,
  '---': /has no digit/,
  abc: /has no digit/,
  '0912abc': /has a "a"/,
  '*8': /has a "\*"/,
  '9.1E+11': /rounded by a spreadsheet/,
  '9,12E+09': /rounded by a spreadsheet/,
  '2026-11-26': /is a date/,
  '26.11.2026': /is a date/,
  '1404/09/05': /is a date/,
  '10.0.0.1': /is a network address/,
  '-5': /is negative/,
  '1234567.5': /is a fraction/,
  '09120000001/09120000002': /more than one number/,
  '09120000001 09120000002': /more than one number/,
  '09120000001\n09120000002': /more than one number/,
  '500/501': /more than one number/,
  '02191001234/5': /more than one number/,
  '0912,0913': /more than one number/,
  '500;501': /more than one number/,
  '+49301234 +49301235': /more than one number/,
  '+49 30 1 +2': /more than one number/,
  '30+': /sign in a wrong place|ends with a sign/,
  '++4930': /sign in a wrong place/,
  '030-': /ends with a sign/,
  '1234567890123456': /has 16 digits/,
  '0912"111': /has a "\\""/,
}

describe('readNumber', () => {
  for (const [text, number] of Object.entries(numbers)) {
    it(`reads ${JSON.stringify(text)} as ${number}`, () => assert.deepEqual(readNumber(text), { number }))
  }

  for (const [text, problem] of Object.entries(problems)) {
    it(`finds no number in ${JSON.stringify(text)}`, () => {
      const read = readNumber(text)
      assert.ok('problem' in read, JSON.stringify(read))
      assert.match(read.problem, problem)
    })
  }

  it('changes nothing of what it has read', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+ -./()٣۴\u200e\u00a0,;a') }), (text) => {
        const read = readNumber(text)
        if (!('number' in read)) return
        assert.deepEqual(readNumber(read.number), read)
        assert.match(read.number, /^\+?\d{1,15}$/)
      }),
      { numRuns: 5000 },
    )
  })

  it('reads a number of any length of text in bounded time', () => {
    for (const sign of [' ', '-', '1', '(', '+', '\u200e', '٣', '/']) {
      assert.ok('problem' in readNumber(sign.repeat(1_000_000)))
    }
  })
})
