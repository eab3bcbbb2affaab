import { Refusal } from '../errors.ts'
import type { Opening, Schedule, WeekHours } from './schedule.ts'

/** The day under which the PBX finds the time zone of a schedule. */
export const zoneDay = 'zone'

/** What the PBX looks for: the openings of each weekday and of each holiday, as `540-780|840-1080`. */
export function daysOf({ hours, holidays }: Pick<Schedule, 'hours' | 'holidays'>): Map<string, string> {
  const days = new Map([[zoneDay, '']])
  for (let weekday = 1; weekday <= 7; weekday++) days.set(String(weekday), textOf(hours[weekday] ?? []))
  for (const holiday of holidays) days.set(gregorianDay(holiday), '')
  return days
}

function textOf(openings: readonly Opening[]): string {
  return openings.map(([from, until]) => `${from}-${until}`).join('|')
}

/** Whether a schedule is open at a time in epoch milliseconds, and the day of its rows that says so. */
export function openAt(schedule: Schedule, at: number): { readonly open: boolean; readonly day: string } {
  const { date, weekday, minute } = localTime(at, schedule.timeZone)
  const days = daysOf(schedule)
  const day = days.has(date) ? date : String(weekday)
  const openings = (days.get(day) ?? '').split('|').filter((text) => text !== '')
  const open = openings.some((text) => {
    const [from = 0, until = 0] = text.split('-').map(Number)
    return minute >= from && minute < until
  })
  return { open, day }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A time in a zone: the date as `20260321`, the weekday from 1 for Monday, and the minute of the day. */
export function localTime(at: number, timeZone: string): { date: string; weekday: number; minute: number } {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit' },
    })
    formats.set(timeZone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const { year = '', month = '', day = '', hour, minute } = parts
  const weekday = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay() || 7
  return { date: `${year}${month}${day}`, weekday, minute: Number(hour) * 60 + Number(minute) }
}

const persian = new Intl.DateTimeFormat('en-US-u-ca-persian-nu-latn', {
  ...{ timeZone: 'UTC', year: 'numeric', month: '2-digit', day: '2-digit' },
})
const dayMs = 24 * 60 * 60 * 1000

/**
 * A date as `20260321`. Years below 1700 are of the Persian calendar.
 *
 * @throws Refusal `invalid_value` of `holidays` for what is no date.
 */
export function gregorianDay(text: string): string {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const found = Number(year) < 1700 ? fromPersian(`${year}-${month}-${day}`) : fromGregorian(text)
  if (found === undefined) {
    throw new Refusal('invalid_value', `${text} is no date such as 2026-03-21 or 1405-01-01`, 'holidays')
  }
  return found
}

function fromGregorian(text: string): string | undefined {
  const at = Date.parse(`${text}T00:00:00Z`)
  // JavaScript takes 2026-02-31 for 3 March.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : text.replaceAll('-', '')
}

function fromPersian(text: string): string | undefined {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  // The year begins around 21 March: the day is a few days from this guess.
  const guess = Date.UTC(year + 621, 2, 21) + ((month - 1) * 30.5 + day - 1) * dayMs
  for (let at = guess - 8 * dayMs; at <= guess + 8 * dayMs; at += dayMs) {
    const parts = Object.fromEntries(persian.formatToParts(at).map(({ type, value }) => [type, value]))
    if (`${parts.year}-${parts.month}-${parts.day}` === text)
      return new Date(at).toISOString().slice(0, 10).replaceAll('-', '')
  }
  return undefined
}

/** Puts the openings of a week in order and joins those that touch. */
export function tidyHours(hours: WeekHours): WeekHours {
  const tidy: Record<number, Opening[]> = {}
  for (const [day, openings] of Object.entries(hours)) {
    const joined: [number, number][] = []
    for (const [from, until] of [...openings].sort((one, other) => one[0] - other[0])) {
      const last = joined.at(-1)
      if (last && from <= last[1]) last[1] = Math.max(last[1], until)
      else joined.push([from, until])
    }
    tidy[Number(day)] = joined
  }
  return tidy
}
