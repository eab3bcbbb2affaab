import type { Page, PageRequest, Sort } from '../../core/page.ts'
import { damaged } from '../checks/damaged.ts'
import type { Conditions } from './conditions.ts'
import type { Engine, Session } from './engine.ts'
import { sortKey } from './null-order.ts'
import { type Counted, readTally } from './sequences.ts'
import type { Row } from './value.ts'

/** The rows of which a page is wanted, and their order. */
export interface PageQuery {
  readonly table: string
  readonly noun: Counted
  readonly accountId: number
  readonly conditions: Conditions
  /** An order by {@link orderBy}. */
  readonly order: string
  /**
   * Gives the total where the book keeps it elsewhere than in the tally of the noun, as a group keeps that of its
   * members.
   */
  readonly count?: (session: Session) => Promise<number>
}

/**
 * An order by columns of a table. Rows that are equal in one column are ordered by the next, and in the end by their
 * id.
 */
export function orderBy<Field extends string>(
  table: string,
  sorts: readonly Sort<Field | 'id'>[],
  columns: Readonly<Record<Field | 'id', string>>,
): string {
  const parts: { column: string; direction: 'asc' | 'desc' }[] = sorts.map(({ by, descending }) => ({
    column: columns[by],
    direction: descending ? 'desc' : 'asc',
  }))
  // The id goes the way of the column before it, so that an index of both gives the whole order.
  const id = columns.id
  if (!parts.some(({ column }) => column === id)) {
    parts.push({ column: id, direction: parts.at(-1)?.direction ?? 'asc' })
  }
  return parts.map(({ column, direction }) => sortKey(table, column, direction)).join(', ')
}

/**
 * One page and the total, both of the same state. Without conditions the total costs one row, and the page is a range
 * of an index.
 */
export function readPage(engine: Engine, query: PageQuery, page: PageRequest): Promise<Page<Row>> {
  const { table, conditions } = query
  const { parameters } = conditions
  return engine.snapshot(async (session) => {
    const total = query.count
      ? await query.count(session)
      : conditions.narrowed
        ? ((await session.one(`select count(*) as total from ${table} where ${conditions.sql}`, parameters))
            ?.total as number)
        : await readTally(session, query.accountId, query.noun)
    const limit = `limit $${parameters.length + 1} offset $${parameters.length + 2}`
    const items = await session.all(`select * from ${table} where ${conditions.sql} order by ${query.order} ${limit}`, [
      ...parameters,
      page.count,
      page.start,
    ])
    // The total is kept apart from the rows. A row that an index has lost would be left out without a word.
    if (items.length !== Math.max(Math.min(page.count, total - page.start), 0)) {
      throw damaged({
        accountId: query.accountId,
        table: `${query.noun}s`,
        row: null,
        problem: 'are not as many as are counted',
      })
    }
    return { items, total }
  })
}
