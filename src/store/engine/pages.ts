import type { Page, PageRequest, Sort } from '../../core/page.ts'
import { damaged } from '../checks/damaged.ts'
import type { Conditions } from './conditions.ts'
import type { Engine, ReadSession } from './engine.ts'
import { sortKey } from './null-order.ts'
import { type Counted, readTally } from './sequences.ts'
import type { Row } from './value.ts'

/** An order of rows, and the same order from its end. */
export interface Order {
  readonly forward: string
  readonly backward: string
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
  const parts: { column: string; isDescending: boolean }[] = sorts.map(({ by, descending }) => ({
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
  return { forward: sql(false), backward: sql(true) }
}

/** The rows that a page may skip where every request waits for it: they take 30 µs. */
const shallow = 1000

/**
 * One page and the total, both of the same state. Without conditions the total costs one row, and the page is a range
 * of an index, which is gone through from the nearer end. A page that takes longer is read where nobody waits for it.
 */
export async function readPage(engine: Engine, query: PageQuery, page: PageRequest): Promise<Page<Row>> {
  const isSearch = query.conditions.scans
  const quick = isSearch ? undefined : await engine.snapshot((session) => readHere(session, query, page))
  return quick ?? engine.search(query.accountId, (session) => readWhole(session, query, page))
}

/** The page, unless too many rows lie before it and behind it. */
async function readHere(session: ReadSession, query: PageQuery, page: PageRequest): Promise<Page<Row> | undefined> {
  const total = await totalOf(session, query)
  const distance = Math.min(page.start, Math.max(total - page.start - page.count, 0))
  return distance <= shallow ? { items: await itemsOf(session, query, page, total), total } : undefined
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
