import { denials } from './errors.ts'

/**
 * A date of ISO 8601, alone or with a time, in the extended or the basic form: `2026-04-15T12:00+02:00`, `20260415`. A
 * time without an offset is UTC.
 */
const form =
  /^(\d{4})(-?)(\d{2})\2(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

/**
 * Reads a date and time as epoch milliseconds. Fractions of a second are cut off: an answer does not show them.
 *
 * @throws Lox24Denial 400 when there is no such date.
 */
export function readDate(text: string): number {
  const parts = form.exec(text.trim())
  if (!parts) throw denials.date(text)
  const [, year, , month, day, hour = '00', minute = '00', second = '00', , offset = 'Z'] = parts
  const wanted = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const at = Date.parse(wanted)
  const shift = offsetMinutes(offset)
  // JavaScript reads 31 February as a day of March, and a wrong hour not at all.
  const isReal = !Number.isNaN(at) && new Date(at).toISOString() === wanted && !Number.isNaN(shift)
  if (!isReal) throw denials.date(text)
  return at - shift * 60_000
}

function offsetMinutes(offset: string): number {
  if (/^z$/i.test(offset)) return 0
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? []
  if (Number(hours) > 14 || Number(minutes) > 59) return Number.NaN
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** A time as the vendor shows it, in RFC 3339 with an offset: `2026-04-15T12:00:00+00:00`. */
export function writeDate(at: number | null): string | null {
  return at === null ? null : `${new Date(at).toISOString().slice(0, 19)}+00:00`
}
