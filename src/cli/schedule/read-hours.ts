import { InvalidArgumentError } from 'commander'
import { gregorianDay } from '../../core/schedule/days-of.ts'
import type { Opening, WeekHours } from '../../core/schedule/schedule.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/**
 * Reads `sat-wed 09:00-13:00,14:00-18:00; thu 09:00-13:00`, added to the hours before. An opening that ends before it begins, as
 * 22:00-06:00, goes on into the next day.
 */
export function readHours(text: string, before: WeekHours = {}): WeekHours {
  const hours: Record<number, Opening[]> = Object.fromEntries(
    Object.entries(before).map(([day, openings]) => [day, [...openings]]),
  )
  const put = (day: number, opening: Opening) => {
    hours[day] = [...(hours[day] ?? []), opening]
  }
  for (const part of text.split(';').map((each) => each.trim().toLowerCase())) {
    const [, from = '', to = from, times = ''] = /^([a-z]{3})(?:-([a-z]{3}))? +([\d:, -]+)$/.exec(part) ?? []
    const [first, last] = [weekdays.indexOf(from), weekdays.indexOf(to)]
    if (first < 0 || last < 0) throw wrong()
    for (let day = first; ; day = (day + 1) % 7) {
      for (const time of times.split(',')) {
        const [begin, end] = readOpening(time.trim())
        if (begin < end) put(day + 1, [begin, end])
        else {
          put(day + 1, [begin, 1440])
          if (end > 0) put(((day + 1) % 7) + 1, [0, end])
        }
      }
      if (day === last) break
    }
  }
  return hours
}

function readOpening(text: string): Opening {
  const [, h1, m1, h2, m2] = /^(\d{1,2}):(\d\d) ?- ?(\d{1,2}):(\d\d)$/.exec(text) ?? []
  const [begin, end] = [Number(h1) * 60 + Number(m1), Number(h2) * 60 + Number(m2)]
  const isTime = Number(m1) < 60 && Number(m2) < 60 && begin < 1440 && end <= 1440 && begin !== end
  if (!isTime) throw wrong()
  return [begin, end]
}

function wrong(): InvalidArgumentError {
  return new InvalidArgumentError('It must be hours such as "sat-wed 09:00-13:00,14:00-18:00; thu 09:00-13:00".')
}

/** Reads days with commas between them, added to those before. */
export function readHolidays(text: string, before: readonly string[] = []): readonly string[] {
  const days = text.split(',').map((each) => each.trim())
  for (const day of days) {
    try {
      gregorianDay(day)
    } catch (error) {
      throw new InvalidArgumentError(`${(error as Error).message}.`)
    }
  }
  return [...new Set([...before, ...days])]
}

/** Hours as {@link readHours} takes them. */
export function describeHours(hours: WeekHours): string {
  const time = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  return weekdays
    .map((day, at) => [day, hours[at + 1] ?? []] as const)
    .filter(([, openings]) => openings.length > 0)
    .map(([day, openings]) => `${day} ${openings.map(([from, until]) => `${time(from)}-${time(until)}`).join(',')}`)
    .join('; ')
}
