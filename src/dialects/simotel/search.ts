import { storedPhone } from '../../core/list/stored-phone.ts'
import type { PageRequest, Sort, TextMatch } from '../../core/page.ts'
import {
  type Decoded,
  decode,
  described,
  type Fields,
  InvalidValue,
  optional,
  type Reader,
  required,
  type Schema,
  schemaOf,
  schemaOfFields,
  text,
} from '../fields.ts'
import { alike } from './values.ts'

const condition = text({ max: 1000 })

/** Reads an object, or the empty array that PHP makes of an empty object. */
const object: Reader<object> = (value) => {
  if (typeof value !== 'object' || value === null) throw new InvalidValue('must be an object')
  if (Array.isArray(value) && value.length > 0) throw new InvalidValue('must be an object')
  return value
}

/**
 * Reads `alike` and `conditions`, which every search has. Returns the conditions as matches; an empty condition is left
 * out. A `number` matches the text and the number in it: numbers are stored without the signs between digits.
 */
export function readConditions<Name extends string>(
  body: object,
  names: readonly Name[],
): Partial<Record<Name, TextMatch>> {
  const given = decode(body, { alike: required(alike), conditions: optional(object) })
  const conditions = decode(
    given.conditions ?? {},
    Object.fromEntries(names.map((name) => [name, optional(condition)])),
  )
  const matches: Partial<Record<Name, TextMatch>> = {}
  for (const name of names) {
    const text = conditions[name]
    if (!text) continue
    const stored = name === 'number' ? storedPhone(text) : text
    matches[name] = { text, alike: given.alike, ...(stored !== text && { or: stored }) }
  }
  return matches
}

const defaultPage = { start: 0, count: 20 }
const largestPage = 10_000

/** Reads a whole number, also from a string of digits. */
function integer(least: number, most: number): Reader<number> {
  const schema = {
    anyOf: [
      { type: 'integer', minimum: least, maximum: most },
      { type: 'string', pattern: '^[0-9]{1,15}$' },
    ],
  }
  return described(schema, (value) => {
    const number = typeof value === 'string' && /^[0-9]{1,15}$/.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < least || number > most) {
      throw new InvalidValue(`must be a whole number from ${least} to ${most}`)
    }
    return number
  })
}

/** The schema of an object, for which PHP may send an empty array. */
function orEmptyList(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'array', maxItems: 0 }] }
}

/** The schema of `alike` and `conditions`. */
export function searchBody(names: readonly string[], others: Readonly<Record<string, Schema>> = {}): Schema {
  const properties = Object.fromEntries(names.map((name) => [name, schemaOf(condition)]))
  const conditions = orEmptyList({ type: 'object', properties })
  return { type: 'object', properties: { alike: schemaOf(alike), conditions, ...others }, required: ['alike'] }
}

/** The schema of `pagination`. */
export function paginationSchema(columns: SortColumns<string>): Schema {
  const { properties } = schemaOfFields(pageFields) as { properties: object }
  const direction = { enum: [1, -1, '1', '-1'] }
  const sorting = {
    ...{ type: 'object', maxProperties: 1, additionalProperties: false },
    properties: Object.fromEntries(Object.keys(columns).map((column) => [column, direction])),
  }
  return orEmptyList({ type: 'object', properties: { ...properties, sorting: orEmptyList(sorting) } })
}

/** The columns of an answer by which it can be ordered, each with its field. */
export type SortColumns<Field extends string> = Readonly<Record<string, Field>>

/** A page as a client asked for it. The answer repeats its `sorting`. */
export interface SearchPage<Field extends string> {
  readonly request: PageRequest
  readonly sort: Sort<Field>
  readonly sorting: Readonly<Record<string, 1 | -1>>
}

/** Reads `pagination`. Without `sorting`, or with an empty one, `byDefault` orders the answer. */
export function readPagination<Field extends string>(
  body: object,
  columns: SortColumns<Field>,
  byDefault: Readonly<Record<string, 1 | -1>>,
): SearchPage<Field> {
  const { pagination = {} } = decode(body, { pagination: optional(object) })
  const given: Decoded<typeof pageFields> & { sorting?: object } = {
    ...decode(pagination, pageFields),
    ...decode(pagination, { sorting: optional(sortingOf(columns)) }),
  }
  const wanted = given.sorting as Readonly<Record<string, 1 | -1>> | undefined
  const sorting = wanted && Object.keys(wanted).length > 0 ? wanted : byDefault
  const [[column = '', direction] = []] = Object.entries(sorting)
  return {
    request: { start: given.start ?? defaultPage.start, count: given.count ?? defaultPage.count },
    sort: { by: columns[column] as Field, descending: direction === -1 },
    sorting,
  }
}

const pageFields = {
  start: optional(integer(0, Number.MAX_SAFE_INTEGER)),
  count: optional(integer(1, largestPage)),
} satisfies Fields

function sortingOf(columns: SortColumns<string>): Reader<Readonly<Record<string, 1 | -1>>> {
  return (value) => {
    const entries = Object.entries(object(value))
    if (entries.length > 1) throw new InvalidValue('must name one column at the most')
    return Object.fromEntries(
      entries.map(([column, direction]) => {
        if (!Object.hasOwn(columns, column))
          throw new InvalidValue(`must name one of ${Object.keys(columns).join(', ')}`)
        if (Number(direction) !== 1 && Number(direction) !== -1) throw new InvalidValue('must be 1 or -1')
        return [column, Number(direction) as 1 | -1]
      }),
    )
  }
}

/** The `data` of a search with pages: the page that was asked for, the total of all matches, and the rows. */
export function pageOf<Field extends string>(page: SearchPage<Field>, total: number, rows: readonly unknown[]): object {
  const { start, count } = page.request
  return { pagination: { start, count, sorting: page.sorting, total }, data: rows }
}
