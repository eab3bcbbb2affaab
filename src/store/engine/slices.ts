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
  /** Only rows with this value in a column. */
  readonly within?: { readonly column: string; readonly value: Value }
}

/** Rows of an account behind a place in an order. An index leads to the place, and nothing is counted. */
export function readSlice(
  session: ReadSession,
  accountId: number,
  { table, column, isDescending }: SliceOrder,
  { after, limit, within }: SliceRequest,
): Promise<Row[]> {
  const direction = isDescending ? 'desc' : 'asc'
  const isBehind = isDescending ? '<' : '>'
  const isById = column === 'id'
  const order = isById ? `id ${direction}` : `${column} ${direction}, id ${direction}`
  const parameters: Value[] = [accountId, limit]
  const put = (value: Value) => `$${parameters.push(value)}`
  const conditions = ['account_id = $1']
  if (within) conditions.push(`${within.column} ${within.value === null ? 'is null' : `= ${put(within.value)}`}`)
  if (after && isById) conditions.push(`id ${isBehind} ${put(after.id)}`)
  else if (after) conditions.push(`(${column}, id) ${isBehind} (${put(after.value)}, ${put(after.id)})`)
  const sql = `select * from ${table} where ${conditions.join(' and ')} order by ${order} limit $2`
  return session.all(sql, parameters)
}
