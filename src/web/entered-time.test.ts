import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Refusal } from '../core/errors.ts'
import { enteredTime } from './entered-time.ts'
import { textsIn } from './texts/texts.ts'

const read = (text: string, timeZone = 'Asia/Tehran') => new Date(enteredTime(text, 'start', timeZone)).toISOString()

describe('an entered time', () => {
  it('is read in either calendar, with the digits of either script', () => {
    for (const text of [
      '2026-11-28 14:30',
      '2026/11/28 14:30',
      '1405-09-07 14:30',
      '۱۴۰۵/۰۹/۰۷ ۱۴:۳۰',
      '١٤٠٥/٩/٧، ١٤:٣٠',
    ])
      assert.equal(read(text), '2026-11-28T11:00:00.000Z', text)
    assert.equal(read(' ۱۴۰۵/۹/۷ '), '2026-11-27T20:30:00.000Z')
  })

  it('knows the ends of Persian years, of which every fourth or fifth has a day more', () => {
    assert.equal(read('1403/12/30 12:00'), '2025-03-20T08:30:00.000Z')
    assert.equal(read('1404/01/01'), '2025-03-20T20:30:00.000Z')
    assert.equal(read('1408/12/30 12:00'), '2030-03-20T08:30:00.000Z')
    assert.equal(read('1404/12/29 23:59'), '2026-03-20T20:29:00.000Z')
    for (const text of ['1404/12/30', '1405/07/31', '1405/13/01', '1405/00/10', '2026-02-29', '2026-06-31'])
      assert.throws(() => read(text), Refusal, text)
  })

  it('follows the clocks of the zone, over both of their changes', () => {
    // In Tehran the clocks went from 24:00 on 1 Farvardin 1401 to 01:00, and back from 24:00 on 30 Shahrivar to 23:00.
    assert.equal(read('1401/01/01 23:59'), '2022-03-21T20:29:00.000Z')
    assert.equal(read('1401/01/02 00:30'), '2022-03-21T21:00:00.000Z')
    assert.equal(read('1401/01/02 01:30'), '2022-03-21T21:00:00.000Z')
    assert.equal(read('1401/06/30 23:30'), '2022-09-21T19:00:00.000Z')
    assert.equal(read('1401/06/31 00:00'), '2022-09-21T20:30:00.000Z')
    assert.equal(read('2026-03-29 02:30', 'Europe/Berlin'), '2026-03-29T01:30:00.000Z')
    assert.equal(read('2026-10-25 02:30', 'Europe/Berlin'), '2026-10-25T00:30:00.000Z')
    assert.equal(read('2026-10-25 03:00', 'Europe/Berlin'), '2026-10-25T02:00:00.000Z')
    assert.equal(read('2026-07-01 00:00', 'Pacific/Apia'), '2026-06-30T11:00:00.000Z')
  })

  it('refuses what is none, and names the field', () => {
    for (const text of [
      '',
      'tomorrow',
      '2026-11-28 24:00',
      '2026-11-28 12:60',
      '26-11-28',
      '2026-11-28 12',
      '1405/09-0',
    ])
      assert.throws(() => read(text), { code: 'invalid_value', field: 'start' }, text)
  })

  it('is read back as the page shows it to be changed', () => {
    for (const language of ['fa', 'en'] as const)
      for (const timeZone of ['Asia/Tehran', 'Europe/Berlin', 'America/St_Johns'])
        for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2030, 0, 1); at += 41 * 60 * 60_000) {
          assert.equal(enteredTime(textsIn[language].entry(at, timeZone), 'start', timeZone), at)
        }
  })
})
