import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { extendedDate, jalaliDate } from './dates.ts'

describe('jalaliDate', () => {
  // The vendor's own pair: `start` of a campaign beside its `isoStart` (docs/wire/simotel.md §1.5).
  it('shows the time of the vendor’s sample', () => {
    assert.equal(jalaliDate(1613735220000, 'Asia/Tehran'), '1399-12-01 15:17:00')
  })

  it('keeps two digits, midnight as 00, and the days of leap years', () => {
    assert.equal(jalaliDate(Date.UTC(2026, 2, 20, 20, 30), 'Asia/Tehran'), '1405-01-01 00:00:00')
    assert.equal(jalaliDate(Date.UTC(2025, 2, 20, 12), 'UTC'), '1403-12-30 12:00:00')
  })

  it('goes by the time zone of the setting', () => {
    assert.equal(jalaliDate(1613735220000, 'Europe/Berlin'), '1399-12-01 12:47:00')
  })
})

describe('extendedDate', () => {
  it('is the canonical form, milliseconds as a string', () => {
    assert.equal(JSON.stringify(extendedDate(1703169375062)), '{"$date":{"$numberLong":"1703169375062"}}')
  })
})
