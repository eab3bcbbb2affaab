import { Refusal } from '../../core/errors.ts'
import { InvalidValue, type Reader, text } from '../fields.ts'

/** What a string member may come as: the vendor's JSON reader turns numbers and booleans into text. */
function textOf(value: unknown, max: number): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value !== 'string') throw new InvalidValue('must be a string.')
  const limit = `must be a string or array type with a maximum length of '${max}'.`
  // Nobody writes three bytes a character: what is longer need not be counted.
  if (value.length > 4 * max || [...value].length > max) throw new InvalidValue(limit)
  return value
}

const anyText = text({ max: Number.MAX_SAFE_INTEGER, lines: true })

/** Text of at most `max` characters, or null. */
export function words(max: number): Reader<string | null> {
  return (value) => {
    if (value === null) return null
    const given = textOf(value, max)
    try {
      return anyText(given)
    } catch (error) {
      throw error instanceof InvalidValue ? new InvalidValue(`${error.message}.`) : error
    }
  }
}

/** Text that must say something: null, empty and blank count as absent, as `[Required]` has it. */
export function name(field: string, max: number): Reader<string> {
  const read = words(max)
  return (value) => {
    const given = read(value)
    if (given === null || given.trim() === '') throw new Refusal('missing_value', `${field} is required`, field)
    return given
  }
}

/** A whole number in a range, also as text; or null. */
export function integer(least: number, most: number): Reader<number | null> {
  return (value) => {
    if (value === null) return null
    const number = typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isInteger(number)) throw new InvalidValue('must be a number.')
    if (number < least || number > most) throw new InvalidValue(`must be between ${least} and ${most}.`)
    return number
  }
}

/** The id of a folder as a member of a body: 0 and null say the root. */
export const folderId: Reader<number | null> = (value) => integer(0, 32767)(value) || null
