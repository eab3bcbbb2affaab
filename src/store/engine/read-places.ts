import type { ReadSession } from './engine.ts'
import type { IndexedOrder } from './indexed-order.ts'
import { sortKey } from './null-order.ts'
import { type OrderValue, orderValue, type PlaceKey } from './place-key.ts'
import { Places, type Stretch } from './places.ts'
import type { Row, Value } from './value.ts'

/** Rows of a stretch, as long as none comes or goes. Skipping 256 of them, as half of the pages do, takes 10 µs. */
export const stretchSize = 512

/** Rows of a stretch from which on the places are read anew: skipping half of them takes 50 µs. */
export const longestStretch = 4096

/** The part of an order whose column is null, or has a value. Null is less than any value. */
interface Region {
  readonly order: IndexedOrder
  readonly isNull: boolean
  /** The least key that a row of the part can have. */
  readonly least: PlaceKey
}

/** Reads the stretches of an order from its index, every row of which is passed once. */
export async function readPlaces(session: ReadSession, accountId: number, order: IndexedOrder): Promise<Places> {
  const stretches: Stretch[] = []
  for (const region of regionsOf(order)) stretches.push(...(await stretchesOf(session, accountId, region)))
  return new Places(
    stretches.map(({ key }) => key),
    Float64Array.from(stretches, ({ count }) => count),
  )
}

/** The `count` rows of an order from a key on, behind the first `offset` ones. */
export async function rowsFrom(
  session: ReadSession,
  accountId: number,
  order: IndexedOrder,
  { key, offset, count }: Stretch & { readonly offset: number },
): Promise<Row[]> {
  const { table, mayBeNull, column } = order
  const region = regionOf(order, key.value)
  const behind = isBehind(region, table, key, 2)
  const rows = await session.all(
    `select * from ${table} where account_id = $1 and ${behind.sql} order by ${sorted(order)}
     limit $${behind.end} offset $${behind.end + 1}`,
    [accountId, ...behind.parameters, count, offset],
  )
  if (!mayBeNull || !region.isNull || rows.length === count) return rows
  const others = await session.all(
    `select * from ${table} where account_id = $1 and ${column} is not null order by ${sorted(order)} limit $2`,
    [accountId, count - rows.length],
  )
  return [...rows, ...others]
}

function regionsOf(order: IndexedOrder): Region[] {
  return order.mayBeNull
    ? [regionOf(order, null), regionOf(order, leastValue(order))]
    : [regionOf(order, leastValue(order))]
}

function regionOf(order: IndexedOrder, value: OrderValue): Region {
  const isNull = value === null && order.column !== null
  return { order, isNull, least: { value: isNull ? null : leastValue(order), id: 0 } }
}

function leastValue({ column, isText }: IndexedOrder): OrderValue {
  if (column === null) return null
  return isText ? '' : Number.MIN_SAFE_INTEGER
}

async function stretchesOf(session: ReadSession, accountId: number, region: Region): Promise<Stretch[]> {
  const { order, least } = region
  const { table, column } = order
  const within = withinRegion(region, table)
  const firsts = await session.all(
    `with recursive firsts(id) as (
       select id from (select id from ${table} where account_id = $1 and ${within}
         order by ${sorted(order)} limit 1) as first
       union all
       select (select next.id from ${table} as next
         where next.account_id = $1 and ${nextInRegion(region)} order by ${sorted(order, 'next.')} limit 1 offset ${stretchSize})
       from firsts join ${table} as here on here.account_id = $1 and here.id = firsts.id
     )
     select ${column ?? 'null'} as value, ${table}.id from firsts cross join ${table}
     where ${table}.account_id = $1 and ${table}.id = firsts.id order by ${sorted(order, `${table}.`)}`,
    [accountId],
  )
  if (firsts.length === 0) return [{ key: least, count: 0 }]
  const keys = firsts.map(
    (row, at): PlaceKey => (at === 0 ? least : { value: orderValue(row.value as Value), id: row.id as number }),
  )
  const last = isBehind(region, table, keys.at(-1) as PlaceKey, 2)
  const rest = await session.one(`select count(*) as count from ${table} where account_id = $1 and ${last.sql}`, [
    accountId,
    ...last.parameters,
  ])
  return keys.map((key, at) => ({ key, count: at < keys.length - 1 ? stretchSize : (rest?.count as number) }))
}

/** The order, as its index has it. */
function sorted({ table, column }: IndexedOrder, prefix = ''): string {
  const id = `${prefix}id asc`
  return column === null ? id : `${prefix}${sortKey(table, column, 'asc')}, ${id}`
}

function withinRegion({ order, isNull }: Region, table: string): string {
  if (isNull) return `${table}.${order.column} is null`
  return order.mayBeNull ? `${table}.${order.column} is not null` : '1 = 1'
}

/** The condition of the row `next` that it is `here` or behind it, in the same part of the order. */
function nextInRegion({ order: { column }, isNull }: Region): string {
  if (column === null) return 'next.id >= here.id'
  return isNull
    ? `next.${column} is null and next.id >= here.id`
    : `(next.${column}, next.id) >= (here.${column}, here.id)`
}

/** The condition of a row that it has the key or is behind it, in the same part of the order. Its parameters begin with `$first`. */
function isBehind(
  { order: { column }, isNull }: Region,
  table: string,
  { value, id }: PlaceKey,
  first: number,
): { readonly sql: string; readonly parameters: readonly Value[]; readonly end: number } {
  if (column === null || isNull) {
    const isIn = isNull ? `${table}.${column} is null and ` : ''
    return { sql: `${isIn}${table}.id >= $${first}`, parameters: [id], end: first + 1 }
  }
  const sql = `(${table}.${column}, ${table}.id) >= ($${first}, $${first + 1})`
  return { sql, parameters: [value, id], end: first + 2 }
}
