import { isDay } from '../../core/contact/contact-rules.ts'

/**
 * A time as the vendor's serializers write it: in UTC, without zeros at the end of the fraction, as
 * `2026-04-15T12:00:00.12Z`.
 */
export function instant(at: number): string {
  return new Date(at).toISOString().replace(/\.?0*Z$/, 'Z')
}

const dateTime = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,7})?)?)?(Z|[+-]\d{2}:\d{2})?$/

/**
 * Reads a date, with or without a time, as epoch milliseconds. A date without a zone is in UTC. Undefined when the text
 * is no date.
 */
export function readInstant(text: string): number | undefined {
  const [, day, minutes = '00:00', seconds = ':00', zone = 'Z'] = dateTime.exec(text) ?? []
  if (day === undefined || readDay(day) === undefined) return undefined
  const [whole, fraction = ''] = seconds.split('.')
  const at = Date.parse(`${day}T${minutes}${whole}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`)
  return Number.isNaN(at) ? undefined : at
}

/** Reads the day of a date, with or without a time: `YYYY-MM-DD`. Undefined when the calendar has no such day. */
export function readDay(text: string): string | undefined {
  const day = dateTime.exec(text)?.[1]
  return day !== undefined && isDay(day) ? day : undefined
}
