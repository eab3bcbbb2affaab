import type { PageRequest } from '../../core/page.ts'
import { denials } from './errors.ts'

/** Items on a page; API Platform's default (docs/wire/lox24.md §2.7). */
const pageSize = 30
const largestStart = Number.MAX_SAFE_INTEGER - pageSize

/** A page as a client asked for it, and the parameters that the links to other pages repeat. */
export interface AskedPage {
  readonly number: number
  readonly request: PageRequest
  /** Query parameters other than `page`. */
  readonly others: Readonly<Record<string, unknown>>
}

/**
 * Reads `page`. All other parameters have no effect, and are repeated in the links.
 *
 * @throws Lox24Denial 400 for a page that is no whole number from 1 on.
 */
export function readPage(query: Readonly<Record<string, unknown>>): AskedPage {
  const { page = '1', ...others } = query
  const text = Array.isArray(page) ? page.at(-1) : page
  const number = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : 0
  if (number < 1) throw denials.page()
  return { number, request: { start: Math.min((number - 1) * pageSize, largestStart), count: pageSize }, others }
}

/**
 * The links of a page to its neighbours. Every collection has them, since the vendor's own clients need them
 * (docs/wire/lox24.md §2.7).
 */
export function viewOf(iri: string, page: AskedPage, total: number): object {
  const last = Math.max(Math.ceil(total / pageSize), 1)
  const link = (number: number): string => `${iri}?${queryOf(page.others)}page=${number}`
  return {
    '@id': link(page.number),
    '@type': 'hydra:PartialCollectionView',
    'hydra:first': link(1),
    'hydra:last': link(last),
    ...(page.number > 1 && { 'hydra:previous': link(page.number - 1) }),
    ...(page.number < last && { 'hydra:next': link(page.number + 1) }),
  }
}

function queryOf(parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => [name, String(each)]))
    .map(([name = '', value = '']) => `${encoded(name)}=${encoded(value)}&`)
    .join('')
}

/** Percent-encoding as RFC 3986 has it. A lone half of a character, which cannot be encoded, becomes `%EF%BF%BD`. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
