import type { Page, PageRequest, Sort } from '../../core/page.ts'
import { damaged } from '../checks/damaged.ts'
import { searchPage } from '../text/search-page.ts'
import type { Conditions } from './conditions.ts'
import { type DeepPages, deepPagesOf } from './deep-pages.ts'
import type { Engine, ReadSession } from './engine.ts'
import { type IndexedOrder, indexedOrder } from './indexed-order.ts'
import { sortKey } from './null-order.ts'
import { longestStretch, rowsFrom } from './read-places.ts'
import { type Counted, readTally } from './sequences.ts'
import type { Row } from './value.ts'

/** An order of rows, and the same order from its end. */
export interface Order {
  readonly forward: string
  readonly backward: string
  /** The index that has the order, from the one end or the other; undefined where there is none. */
  readonly indexed: { readonly order: IndexedOrder; readonly isDescending: boolean } | undefined
}

/** The rows of which a page is wanted, and their order. */
export interface PageQuery {
  readonly table: string
  readonly noun: Counted
  readonly accountId: number
  readonly conditions: Conditions
  /** An order by {@link orderBy}. */
  readonly order: Order
  /** The columns that are wanted; all where it is absent. */
  readonly columns?: string
  /**
   * Gives the total where the book keeps it elsewhere than in the tally of the noun, as a group keeps that of its
   * members.
   */
  readonly count?: (session: ReadSession) => Promise<number>
}

/**
 * An order by columns of a table. Rows that are equal in one column are ordered by the next, and in the end by their
 * id.
 */
export function orderBy<Field extends string>(
  table: string,
  sorts: readonly Sort<Field | 'id'>[],
  columns: Readonly<Record<Field | 'id', string>>,
): Order {
  const parts: SortPart[] = sorts.map(({ by, descending }) => ({
    column: columns[by],
    isDescending: descending,
  }))
  // The id goes the way of the column before it, so that an index of both gives the whole order.
  const id = columns.id
  if (!parts.some(({ column }) => column === id)) {
    parts.push({ column: id, isDescending: parts.at(-1)?.isDescending ?? false })
  }
  const sql = (isBackward: boolean): string =>
    parts
      .map(({ column, isDescending }) => sortKey(table, column, isDescending === isBackward ? 'asc' : 'desc'))
      .join(', ')
  return { forward: sql(false), backward: sql(true), indexed: indexOf(table, parts, id) }
}

interface SortPart {
  readonly column: string
  readonly isDescending: boolean
}

/** The index of an order: that by one column and the id, which goes one way, or by the id alone. */
function indexOf(table: string, parts: readonly SortPart[], id: string): Order['indexed'] {
  const [first, second] = parts as [SortPart, SortPart | undefined]
  const { column, isDescending } = first
  const isById = column === id
  const isInIndex = isById || (second?.column === id && second.isDescending === isDescending)
  const order = id === 'id' && isInIndex ? indexedOrder(table, isById ? null : column) : undefined
  return order && { order, isDescending }
}

/** The rows that a page may skip without the help of anything that is remembered: they take 15 µs. */
const shallow = 512

/** The rows that a page may skip where every request waits for it: they take 30 µs. */
const quick = 1000

/** Tries to find a page by the places that are remembered, while others write. */
const attempts = 3

/**
 * One page and the total, both of the same state. Without conditions the total costs one row, and the page is a range of an index.
 * It is gone through from the nearer end; a page that is far from both is found by the places that the process remembers. A page
 * that takes longer is read where nobody waits for it.
 */
export async function readPage(engine: Engine, query: PageQuery, page: PageRequest): Promise<Page<Row>> {
  if (query.conditions.scans) {
    return searchPage(engine, query, page, { whole: readWhole, ofAll: (all, which) => readPage(engine, all, which) })
  }
  const deep = isWholeList(query) && query.order.indexed ? deepPagesOf(engine) : undefined
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { found, total } = await engine.snapshot((session) => readHere(session, query, page, deep))
    if (found) return found
    if (!deep || !query.order.indexed) break
    const wanted = { accountId: query.accountId, order: query.order.indexed.order }
    if (attempt === attempts - 1) deep.forget(wanted)
    else await deep.read(wanted, total)
  }
  return engine.search(query.accountId, (session) => readWhole(session, query, page))
}

function isWholeList({ conditions, count }: PageQuery): boolean {
  return !conditions.narrowed && !count
}

/** The page, unless too many rows lie before it and behind it, and nobody knows the places of these. */
async function readHere(
  session: ReadSession,
  query: PageQuery,
  page: PageRequest,
  deep: DeepPages | undefined,
): Promise<{ readonly found: Page<Row> | undefined; readonly total: number }> {
  const total = await totalOf(session, query)
  const distance = Math.min(page.start, Math.max(total - page.start - page.count, 0))
  // Without an index the whole list is sorted, for the first page too.
  const isSorted = query.order.indexed !== undefined || !isWholeList(query) || total <= quick
  if (isSorted && distance <= (deep ? shallow : quick)) {
    return { found: { items: await itemsOf(session, query, page, total), total }, total }
  }
  const items = deep && (await itemsByPlaces(session, query, page, total, deep))
  return { found: items && { items, total }, total }
}

async function itemsByPlaces(
  session: ReadSession,
  { accountId, order: { indexed } }: PageQuery,
  page: PageRequest,
  total: number,
  deep: DeepPages,
): Promise<Row[] | undefined> {
  if (!indexed) return undefined
  const { order, isDescending } = indexed
  const places = await deep.placesIn(session, { accountId, order }, total)
  if (!places) return undefined
  const count = Math.min(page.count, total - page.start)
  const stretch = places.at(isDescending ? total - page.start - count : page.start)
  const rows = stretch.count > longestStretch ? [] : await rowsFrom(session, accountId, order, { ...stretch, count })
  if (rows.length === count) return isDescending ? rows.reverse() : rows
  deep.forget({ accountId, order })
  return undefined
}

async function readWhole(session: ReadSession, query: PageQuery, page: PageRequest): Promise<Page<Row>> {
  const total = await totalOf(session, query)
  return { items: await itemsOf(session, query, page, total), total }
}

async function totalOf(
  session: ReadSession,
  { table, noun, accountId, conditions, count }: PageQuery,
): Promise<number> {
  if (count) return count(session)
  if (!conditions.narrowed) return readTally(session, accountId, noun)
  const sql = `select count(*) as total from ${table} where ${conditions.sql}`
  return (await session.one(sql, conditions.parameters))?.total as number
}

async function itemsOf(session: ReadSession, query: PageQuery, page: PageRequest, total: number): Promise<Row[]> {
  const { table, conditions, order, columns = '*' } = query
  const { parameters } = conditions
  const wanted = Math.max(Math.min(page.count, total - page.start), 0)
  if (wanted === 0) return []
  const behind = total - page.start - wanted
  const isNearerEnd = behind < page.start
  const items = await session.all(
    `select ${columns} from ${table} where ${conditions.sql} order by ${isNearerEnd ? order.backward : order.forward}
     limit $${parameters.length + 1} offset $${parameters.length + 2}`,
    [...parameters, wanted, isNearerEnd ? behind : page.start],
  )
  // The total is kept apart from the rows. A row that an index has lost would be left out without a word.
  if (items.length !== wanted) {
    const problem = 'are not as many as are counted'
    throw damaged({ accountId: query.accountId, table: `${query.noun}s`, row: null, problem })
  }
  return isNearerEnd ? items.reverse() : items
}
