import type { Filter } from '../../core/filter/filter.ts'
import type { PageRequest, Sort } from '../../core/page.ts'
import { type Entity, findProperty } from './entity.ts'
import { denials } from './errors.ts'
import { parseFilter } from './odata.ts'
import { syntaxError } from './odata-tokens.ts'
import type { QueryParameters } from './query.ts'

const usualTop = 25
const largestTop = 1000
/** The largest number that the vendor's library reads: it has 32 bits. */
const largestNumber = 2 ** 31 - 1
const mostSorts = 10

/** The meaning of a list's query string. */
export interface ListQuery<Field extends string> {
  readonly page: PageRequest
  readonly filter: Filter<Field> | undefined
  /** The order, never empty: without `orderby` a list is in the order of its ids. */
  readonly sort: readonly [Sort<Field>, ...Sort<Field>[]]
}

/**
 * Reads `top`, `skip`, `filter` and `orderby`.
 *
 * @throws Denial 400 for a value that cannot be read.
 */
export function readListQuery<Field extends string>(
  parameters: QueryParameters,
  entity: Entity<Field | 'id'>,
): ListQuery<Field | 'id'> {
  // One of the vendor's own samples says `filter==…`.
  const filter = parameters.get('filter')?.replace(/^=/, '').trim()
  return {
    page: {
      start: wholeNumber(parameters, 'skip', 0),
      count: Math.min(wholeNumber(parameters, 'top', usualTop), largestTop),
    },
    filter: filter ? parseFilter(filter, entity) : undefined,
    sort: readOrder(parameters.get('orderby')?.trim() ?? '', entity),
  }
}

function wholeNumber(parameters: QueryParameters, name: string, usual: number): number {
  const given = parameters.get(name)?.trim() ?? ''
  if (given === '') return usual
  if (!/^\d+$/.test(given)) throw denials.invalid(`The value of ${name} must be a whole number from 0 on.`)
  const number = Number(given)
  if (number > largestNumber) throw denials.invalid(`The value of ${name} must be at most ${largestNumber}.`)
  return number
}

function readOrder<Field extends string>(
  source: string,
  entity: Entity<Field | 'id'>,
): readonly [Sort<Field | 'id'>, ...Sort<Field | 'id'>[]] {
  const sorts: Sort<Field | 'id'>[] = []
  let at = 0
  for (const part of source === '' ? [] : source.split(',')) {
    const [, space = '', name = '', direction] = /^(\s*)(\w+)(?:\s+(asc|desc))?\s*$/i.exec(part) ?? []
    if (name === '') throw syntaxError(source, at)
    const property = findProperty(entity, name)
    if (!property) {
      const problem = `Could not find a property named '${name}' on type '${entity.name}'`
      throw syntaxError(source, at + space.length, problem)
    }
    // A property that is the same in every row orders nothing.
    if (property.type !== 'boolean') {
      sorts.push({ by: property.field, descending: direction?.toLowerCase() === 'desc' })
    }
    at += part.length + 1
  }
  if (sorts.length > mostSorts) throw denials.invalid(`The value of orderby must name at most ${mostSorts} properties.`)
  const [first, ...others] = sorts
  return first ? [first, ...others] : [{ by: 'id', descending: false }]
}
