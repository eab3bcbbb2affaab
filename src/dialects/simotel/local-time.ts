import { described, InvalidValue, type Reader } from '../fields.ts'

/** Reads a local time as requests have it, `2021-02-19 15:17`, also with spaces behind a colon, as the vendor's samples print it. */
export function localTime(timeZone: string): Reader<number> {
  return described({ type: 'string', description: 'a local time: 2021-02-19 15:17' }, (value) => {
    const form =
      typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d) (\d\d): ?(\d\d)(?:: ?(\d\d))?$/.exec(value.trim()) : null
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] =
      form?.slice(1).map((part) => Number(part ?? 0)) ?? []
    const wall = Date.UTC(year, month - 1, day, hour, minute, second)
    const isReal = form !== null && new Date(wall).getUTCDate() === day && hour < 24 && minute < 60 && second < 60
    if (!isReal || year < 1970) throw new InvalidValue('must be a time as 2021-02-19 15:17')
    const guess = wall - offsetAt(wall, timeZone)
    return wall - offsetAt(guess, timeZone)
  })
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
