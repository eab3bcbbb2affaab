import { Refusal } from '../../core/errors.ts'
import { described, InvalidValue, type Reader, text } from '../fields.ts'
import { isJsonNumber, numberIn } from './json.ts'

/** The text of a string member. Numbers, digit by digit, and booleans become text, as in the vendor's JSON reader. */
function textOf(value: unknown, max: number): string {
  const given = isJsonNumber(value) ? value.source : value
  if (typeof given === 'boolean') return given ? 'True' : 'False'
  if (typeof given !== 'string') throw new InvalidValue('must be a string.')
  // `[MaxLength]` counts the units of UTF-16.
  if (given.length > max) throw new InvalidValue(`must be a string or array type with a maximum length of '${max}'.`)
  return given
}

const anyText = text({ max: Number.MAX_SAFE_INTEGER, lines: true })

/** Reads a text of at most `max` units of UTF-16, or null. */
export function words(max: number): Reader<string | null> {
  return described({ type: ['string', 'number', 'boolean', 'null'], maxLength: max }, (value) => {
    if (value === null) return null
    const given = textOf(value, max)
    try {
      return anyText(given)
    } catch (error) {
      throw error instanceof InvalidValue ? new InvalidValue(`${error.message}.`) : error
    }
  })
}

/** Reads a text that must not be blank: null, an empty and a blank text count as absent, as for `[Required]`. */
export function name(field: string, max: number): Reader<string> {
  const read = words(max)
  return described({ type: ['string', 'number', 'boolean'], minLength: 1, maxLength: max }, (value) => {
    const given = read(value)
    if (given === null || given.trim() === '') throw new Refusal('missing_value', `${field} is required`, field)
    return given
  })
}

const largestId = 2 ** 31 - 1

/** Reads a whole number in a range, also from a text. Null is null, as is an empty text in JSON and in a form. */
export function integer(least: number, most: number): Reader<number | null> {
  return described({ type: ['integer', 'string', 'null'], minimum: least, maximum: most }, (value) => {
    if (value === null || value === '') return null
    const number = numberOf(value)
    if (typeof number !== 'number' || !Number.isInteger(number)) throw new InvalidValue('must be a number.')
    if (number < least || number > most) throw new InvalidValue(`must be between ${least} and ${most}.`)
    return number
  })
}

/** Reads some ids: a list in JSON, or a text with commas. */
export function idList(atMost: number): Reader<readonly number[]> {
  const read = integer(1, largestId)
  const id = { type: ['integer', 'string'], minimum: 1, maximum: largestId }
  const list = { type: 'array', items: id, minItems: 1, maxItems: atMost }
  return described({ anyOf: [list, { type: 'string', description: 'The same with commas' }] }, (value) => {
    const items: readonly unknown[] | undefined = Array.isArray(value) ? value : partsOf(value)
    if (!items || items.length === 0) throw new InvalidValue('must be a list of numbers.')
    if (items.length > atMost) {
      throw new InvalidValue(`must be a string or array type with a maximum length of '${atMost}'.`)
    }
    return items.map((item) => {
      const number = typeof item === 'string' && item.trim() === '' ? null : read(item)
      if (number === null) throw new InvalidValue('must be a list of numbers.')
      return number
    })
  })
}

function partsOf(value: unknown): string[] | undefined {
  if (isJsonNumber(value)) return [value.source]
  return typeof value === 'string' ? value.split(',') : undefined
}

function numberOf(value: unknown): unknown {
  if (isJsonNumber(value)) return numberIn(value)
  return typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value) ? Number(value) : value
}

/** The id of a folder as a member of a body: 0 is the root, null says nothing. */
export const folderId = integer(0, 32767)

/** The id of a parent folder as the book takes it: 0, the root, becomes null. */
export function parentOf(id: number): number | null {
  return id === 0 ? null : id
}
