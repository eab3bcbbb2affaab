import type { ReadSession } from './engine.ts'
import type { Row, Value } from './value.ts'

/** An order by a column that is never null, and then by the id, the same way. */
export interface SliceOrder {
  readonly table: string
  readonly column: string
  readonly isDescending: boolean
}

/** The place behind which rows are wanted, and how many at the most. */
export interface SliceRequest {
  readonly after: { readonly value: Value; readonly id: number } | undefined
  readonly limit: number
}

/** Rows of an account behind a place in an order. An index leads to the place, and nothing is counted. */
export function readSlice(
  session: ReadSession,
  accountId: number,
  { table, column, isDescending }: SliceOrder,
  { after, limit }: SliceRequest,
): Promise<Row[]> {
  const direction = isDescending ? 'desc' : 'asc'
  const isBehind = isDescending ? '<' : '>'
  const isById = column === 'id'
  const order = isById ? `id ${direction}` : `${column} ${direction}, id ${direction}`
  if (!after) {
    const sql = `select * from ${table} where account_id = $1 order by ${order} limit $2`
    return session.all(sql, [accountId, limit])
  }
  const place = isById ? `id ${isBehind} $3` : `(${column}, id) ${isBehind} ($3, $4)`
  return session.all(`select * from ${table} where account_id = $1 and ${place} order by ${order} limit $2`, [
    accountId,
    limit,
    ...(isById ? [after.id] : [after.value, after.id]),
  ])
}
