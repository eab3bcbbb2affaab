import { Refusal } from '../core/errors.ts'
import { gregorianDay, localTime } from '../core/schedule/days-of.ts'
import { latinDigits } from './latin-digits.ts'

const minuteMs = 60_000

/**
 * Reads a moment as people enter it, in either calendar and in the digits of either script: `1405/09/07 14:30`, `2026-11-28`. The
 * clocks are those of the time zone. A time that they leave out when they are put forward is the one as long behind the gap; of a time
 * that they show twice it is the first. A day without a time begins at midnight.
 *
 * @throws Refusal `invalid_value` of the field for what is no such time.
 */
export function enteredTime(text: string, field: string, timeZone: string): number {
  const form = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[\sT,،]+(\d{1,2}):(\d\d))?$/.exec(latinDigits(text.trim()))
  const [year = '', month = '', day = '', hour = '0', minute = '0'] = form?.slice(1) ?? []
  const wrong = () => new Refusal('invalid_value', 'it must be a time as 2026-11-28 14:30 or 1405/09/07 14:30', field)
  if (!form || Number(hour) > 23 || Number(minute) > 59) throw wrong()
  const wall = dayBegins(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  if (wall === undefined) throw wrong()
  return atClocks(wall + (Number(hour) * 60 + Number(minute)) * minuteMs, timeZone)
}

/** The beginning of a day by the clocks of UTC; undefined for a day that its calendar does not have. */
function dayBegins(day: string): number | undefined {
  try {
    const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)$/.exec(gregorianDay(day)) ?? []
    return Date.UTC(Number(year), Number(month) - 1, Number(date))
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** The moment at which the clocks of a zone show what those of UTC show at `wall`. */
function atClocks(wall: number, timeZone: string): number {
  const before = wall - offsetAt(wall - 24 * 60 * minuteMs, timeZone)
  const after = wall - offsetAt(wall + 24 * 60 * minuteMs, timeZone)
  return shownAt(before, timeZone) === wall || shownAt(after, timeZone) !== wall ? before : after
}

/** What the clocks of a zone show, as a moment of UTC, to the minute. */
function shownAt(at: number, timeZone: string): number {
  const { date, minute } = localTime(at, timeZone)
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)), 0, minute)
}

function offsetAt(at: number, timeZone: string): number {
  return shownAt(at, timeZone) - Math.floor(at / minuteMs) * minuteMs
}
