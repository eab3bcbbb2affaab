import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gregorianDay, openAt, tidyHours } from './days-of.ts'
import type { Schedule } from './schedule.ts'

describe('gregorianDay', () => {
  it('reads days of both calendars, leap years too', () => {
    for (const [given, day] of [
      ['2026-03-21', '20260321'],
      ['1405-01-01', '20260321'],
      ['1404-12-29', '20260320'],
      ['1403-12-30', '20250320'],
      ['1405-07-01', '20260923'],
      ['1405-12-29', '20270320'],
      ['2028-02-29', '20280229'],
    ] as const) {
      assert.equal(gregorianDay(given), day, given)
    }
  })

  it('refuses what is no day', () => {
    for (const given of [
      '1404-12-30',
      '1405-13-01',
      '1405-07-31',
      '2026-02-29',
      '2026-13-01',
      '21-03-2026',
      '',
      '1405-1-1',
    ]) {
      assert.throws(() => gregorianDay(given), { code: 'invalid_value', field: 'holidays' }, given)
    }
  })
})

describe('openAt', () => {
  const schedule: Schedule = {
    ...{ accountId: 1, id: 1, name: 's', timeZone: 'Asia/Tehran', createdAt: 0 },
    hours: tidyHours({
      6: [
        [540, 600],
        [600, 720],
      ],
    }),
    holidays: ['1405-01-08'],
  }
  const at = (time: string) => openAt(schedule, Date.parse(`${time}+03:30`))

  it('takes openings that touch for one', () => {
    assert.deepEqual(schedule.hours, { 6: [[540, 720]] })
  })

  it('is open from the first minute on, and not in the last', () => {
    assert.deepEqual(at('2026-03-21T08:59:59'), { open: false, day: '6' })
    assert.deepEqual(at('2026-03-21T09:00:00'), { open: true, day: '6' })
    assert.deepEqual(at('2026-03-21T12:00:00'), { open: false, day: '6' })
    assert.deepEqual(at('2026-03-28T10:00:00'), { open: false, day: '20260328' })
    assert.deepEqual(at('2026-03-22T10:00:00'), { open: false, day: '7' })
  })
})
