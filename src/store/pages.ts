import type { Page, PageRequest } from '../core/page.ts'
import type { Conditions } from './conditions.ts'
import type { Engine, Row } from './engine.ts'
import { type Counted, readTally } from './sequences.ts'

interface PageQuery {
  readonly table: string
  readonly noun: Counted
  readonly accountId: number
  readonly conditions: Conditions
  /** A column of ours that an index orders. */
  readonly column: string
  readonly descending: boolean
}

/** One page and the total, both of the same state. Without conditions the total is one row and the page an index range. */
export function readPage(engine: Engine, query: PageQuery, page: PageRequest): Promise<Page<Row>> {
  const { table, conditions } = query
  const { parameters } = conditions
  const direction = query.descending ? 'desc' : 'asc'
  const order = query.column === 'id' ? `id ${direction}` : `${query.column} ${direction}, id ${direction}`
  return engine.snapshot(async (session) => {
    const total = conditions.narrowed
      ? ((await session.one(`select count(*) as total from ${table} where ${conditions.sql}`, parameters))
          ?.total as number)
      : await readTally(session, query.accountId, query.noun)
    const limit = `limit $${parameters.length + 1} offset $${parameters.length + 2}`
    const items = await session.all(`select * from ${table} where ${conditions.sql} order by ${order} ${limit}`, [
      ...parameters,
      page.count,
      page.start,
    ])
    return { items, total }
  })
}
