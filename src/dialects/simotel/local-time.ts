import { described, InvalidValue, type Reader } from '../fields.ts'
import { jalaliDate } from './dates.ts'

const dayMs = 24 * 60 * 60 * 1000

/** The years that are read as Persian ones: nothing that happened in them by the other calendar is in a book. */
const persianYears = { first: 1349, last: 1499 }

/**
 * Reads a local time as requests have it, `2021-02-19 15:17`, also with spaces behind a colon, as the vendor's samples print it. A
 * Persian date is read too, since answers show times so: `1399-12-01 15:17:00`.
 */
export function localTime(timeZone: string): Reader<number> {
  return described({ type: 'string', description: 'a local time: 2021-02-19 15:17' }, (value) => {
    const form =
      typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d) (\d\d): ?(\d\d)(?:: ?(\d\d))?$/.exec(value.trim()) : null
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] =
      form?.slice(1).map((part) => Number(part ?? 0)) ?? []
    const midnight = form ? midnightOf(year, month, day) : undefined
    if (midnight === undefined || hour > 23 || minute > 59 || second > 59) {
      throw new InvalidValue('must be a time as 2021-02-19 15:17')
    }
    const wall = midnight + ((hour * 60 + minute) * 60 + second) * 1000
    const guess = wall - offsetAt(wall, timeZone)
    return wall - offsetAt(guess, timeZone)
  })
}

/** The beginning of a day by the clocks of UTC; undefined for a day that no calendar has. */
function midnightOf(year: number, month: number, day: number): number | undefined {
  if (year >= persianYears.first && year <= persianYears.last) return persianMidnight(year, month, day)
  const midnight = Date.UTC(year, month - 1, day)
  return year >= 1970 && new Date(midnight).getUTCDate() === day && month <= 12 ? midnight : undefined
}

/** A Persian year begins between 19 and 22 March; its first six months have 31 days. */
function persianMidnight(year: number, month: number, day: number): number | undefined {
  const daysBefore = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30
  const guess = Date.UTC(year + 621, 2, 21) + (daysBefore + day - 1) * dayMs
  const wanted = [String(year), ...[month, day].map((part) => String(part).padStart(2, '0'))].join('-')
  return [0, -1, 1, -2, 2]
    .map((days) => guess + days * dayMs)
    .find((midnight) => jalaliDate(midnight, 'UTC').startsWith(`${wanted} `))
}

/** A time in the Gregorian calendar and local time, `2021-02-19 15:17:00`. */
export function gregorianDate(at: number, timeZone: string): string {
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 19).replace('T', ' ')
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Milliseconds by which the clocks of a time zone are ahead of UTC. */
function offsetAt(at: number, timeZone: string): number {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  formats.set(timeZone, format)
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
