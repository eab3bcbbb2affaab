import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidValue } from '../reader.ts'
import { timeZone, timeZoneOf } from './time-zone-of.ts'

test('an account lives in its own zone, or in that of its country where there is only one', () => {
  const cases: [string | null, string | null, string | undefined][] = [
    [null, null, 'Asia/Tehran'],
    [null, 'IR', 'Asia/Tehran'],
    [null, 'AF', 'Asia/Kabul'],
    [null, 'GB', 'Europe/London'],
    // Büsingen has the clocks of Berlin.
    [null, 'DE', 'Europe/Berlin'],
    [null, 'US', undefined],
    [null, 'ES', undefined],
    ['America/Chicago', 'US', 'America/Chicago'],
    ['UTC', null, 'UTC'],
  ]
  for (const [own, country, zone] of cases) assert.equal(timeZoneOf({ timeZone: own, country }), zone)
})

test('a zone is one that the clocks know', () => {
  for (const zone of ['Asia/Tehran', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'])
    assert.equal(timeZone(zone), zone)
  for (const zone of ['', 'Mars/Olympus', '+03:30', 'Asia/', ' UTC', null, 3])
    assert.throws(() => timeZone(zone), InvalidValue)
})
