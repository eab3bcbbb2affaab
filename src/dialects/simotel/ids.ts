import { Refusal } from '../../core/errors.ts'
import { InvalidValue } from '../fields.ts'

/**
 * Reads `_id`. A malformed id is answered like an unknown one, so that ids cannot be probed.
 *
 * @throws Refusal `missing_value` or `not_found`.
 */
export function readId(body: object): { readonly hexId: string } {
  if (!Object.hasOwn(body, '_id')) throw new Refusal('missing_value', '_id is required', '_id')
  const id: unknown = Reflect.get(body, '_id')
  if (typeof id !== 'string' || !/^[0-9a-f]{24}$/i.test(id)) {
    throw new Refusal('not_found', '_id must be 24 hexadecimal digits, as add and search answer it')
  }
  return { hexId: id.toLowerCase() }
}

/**
 * Reads the id of another thing: a text, or `{"$oid": …}` as some answers have it. A malformed text is returned as it is: it is an
 * unknown id.
 *
 * @throws InvalidValue
 */
export function readHexId(value: unknown): string {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, '$oid')
  const id: unknown = isObject ? Reflect.get(value, '$oid') : value
  if (typeof id !== 'string' || id.length > 100) throw new InvalidValue('must be an id')
  return id.toLowerCase()
}

/** A time in seconds and a number, as an id of 24 digits: the number of what has no such id of its own. */
export function numberedId(seconds: number, number: number): string {
  return seconds.toString(16).padStart(8, '0') + number.toString(16).padStart(16, '0')
}

/** The number in an id that {@link numberedId} has made; undefined in an id that it cannot have made. */
export function numberInId(text: string): number | undefined {
  const number = /^[0-9a-f]{24}$/i.test(text) ? Number.parseInt(text.slice(8), 16) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}
