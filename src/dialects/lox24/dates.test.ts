import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDate, writeDate } from './dates.ts'
import { Lox24Denial } from './errors.ts'

describe('readDate', () => {
  const noon = '2026-04-15T12:00:00+00:00'
  const cases: readonly (readonly [given: string, shown: string])[] = [
    ['2026-04-15T12:00:00Z', noon],
    ['2026-04-15T12:00:00+00:00', noon],
    ['2026-04-15T14:00:00+02:00', noon],
    ['2026-04-15T14:00:00+0200', noon],
    ['2026-04-15T14:00:00+02', noon],
    ['2026-04-15T06:30:00-05:30', noon],
    ['2026-04-15T12:00:00.999Z', noon],
    ['2026-04-15T12:00Z', noon],
    ['2026-04-15 12:00:00', noon],
    ['2026-04-15t12:00:00z', noon],
    ['20260415T120000Z', noon],
    [' 2026-04-15T12:00:00Z ', noon],
    ['2026-04-15', '2026-04-15T00:00:00+00:00'],
    ['2028-02-29T23:59:59Z', '2028-02-29T23:59:59+00:00'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59+00:00'],
  ]
  for (const [given, shown] of cases) {
    it(`reads ${given}`, () => {
      assert.equal(writeDate(readDate(given)), shown)
      assert.equal(readDate(shown), readDate(given))
    })
  }

  for (const given of [
    '',
    ' ',
    'garbage',
    'tomorrow',
    '2026-02-30T00:00:00Z',
    '2027-02-29',
    '2026-13-01',
    '2026-04-15T25:00:00Z',
    '2026-04-15T12:60:00Z',
    '2026-04-15T12:00:00+99:00',
    '2026-04',
    '1776254400',
    '2026-04-15T12:00:00Z; drop table',
  ]) {
    it(`refuses '${given}'`, () => {
      assert.throws(
        () => readDate(given),
        (error) => error instanceof Lox24Denial && error.status === 400,
      )
    })
  }

  it('writes nothing for no date', () => {
    assert.equal(writeDate(null), null)
  })
})
