import type { PageRequest } from '../../core/page.ts'
import { deepPagesOf } from '../engine/deep-pages.ts'
import type { Engine, ReadSession } from '../engine/engine.ts'
import { sortKey } from '../engine/null-order.ts'
import { orderValue, type PlaceKey } from '../engine/place-key.ts'
import { type Move, Places } from '../engine/places.ts'
import { stretchSize } from '../engine/read-places.ts'
import { readTally } from '../engine/sequences.ts'
import type { Row, Value } from '../engine/value.ts'
import { isStill, type SearchQuery } from './find-page.ts'

/** Rows of an order that a page may go over without what is remembered: some ten milliseconds. */
const nearRows = 4096

/** A search whose total is known. */
export interface CountedSearch {
  readonly search: string
  /** The version of the account's texts. */
  readonly version: number
  readonly total: number
}

/**
 * The rows of a page that is far from both ends of what a search finds. How many of each stretch of the whole order it finds is
 * remembered from the second such page on, so that the next ones look at the rows of one stretch only. Undefined for the first one,
 * for a page that is near, and where the order has no index.
 */
export async function pageOfMany(
  engine: Engine,
  session: ReadSession,
  query: SearchQuery,
  page: PageRequest,
  { search, version, total }: CountedSearch,
): Promise<Row[] | undefined> {
  const { accountId, noun, order } = query
  const count = Math.min(page.count, total - page.start)
  const behind = total - page.start - count
  if (!order.indexed || order.indexed.order.mayBeNull || count <= 0) return undefined
  const all = await readTally(session, accountId, noun)
  if ((Math.min(page.start, behind) * all) / total < nearRows) return undefined
  const places = await placesOf(engine, session, query, { search, version, total })
  if (places?.total !== total) return undefined
  const { isDescending } = order.indexed
  const { key, offset } = places.at(isDescending ? behind : page.start)
  const { sql, parameters } = behindKey(query, query.conditions.parameters, key, '>=')
  const next = parameters.length + 1
  const rows = await session.all(
    `select ${query.columns ?? 'groups.*'} from groups where ${query.conditions.sql} and ${sql}
     order by ${isDescending ? order.backward : order.forward} limit $${next} offset $${next + 1}`,
    [...parameters, count, offset],
  )
  if (rows.length !== count) return undefined
  return isDescending ? rows.reverse() : rows
}

/** How many rows of each stretch of the order the search finds, as the session sees it. */
async function placesOf(
  engine: Engine,
  session: ReadSession,
  query: SearchQuery,
  { search, version }: CountedSearch,
): Promise<Places | undefined> {
  const { accountId, order } = query
  const { totals } = engine.texts
  const indexed = order.indexed?.order
  if (!indexed) return undefined
  const name = `${search} ${indexed.column}`
  const known = totals.stretches(name, version)
  // An order by a text stays as long as no text changes.
  if (known && isStill(order)) return known.places
  const deep = deepPagesOf(engine)
  const since = known?.moment && (await deep?.movesSince(session, { accountId, order: indexed }, known.moment))
  if (known && since) {
    const places = known.places.moved(await foundMoves(engine, session, query, since.moves))
    if (since.now) totals.setStretches(name, version, { places, moment: since.now })
    return places
  }
  if (!totals.isAskedAgain(name, version)) return undefined
  const moment = await deep?.momentIn(session, accountId)
  const places = await readStretches(session, query)
  if (moment || isStill(order)) totals.setStretches(name, version, { places, moment })
  return places
}

/** The moves of those rows that the search finds. */
async function foundMoves(
  { texts }: Engine,
  session: ReadSession,
  { conditions }: SearchQuery,
  moves: readonly Move[],
): Promise<Move[]> {
  const ids = [...new Set(moves.flatMap(({ from, to }) => [from?.id ?? [], to?.id ?? []].flat()))]
  if (ids.length === 0) return []
  const rows = await session.all(
    `select groups.id from ${texts.groupsIn(`$${conditions.parameters.length + 1}`)} where ${conditions.sql}`,
    [...conditions.parameters, texts.listOf(ids)],
  )
  const found = new Set(rows.map(({ id }) => id))
  return moves.filter(({ from, to }) => found.has((from ?? to)?.id as number))
}

/** Goes through the whole order, and counts in each of its stretches the rows that the search finds. */
async function readStretches(session: ReadSession, query: SearchQuery): Promise<Places> {
  const keys: PlaceKey[] = []
  const counts: number[] = []
  const { column, isText } = query.order.indexed?.order ?? { column: null, isText: false }
  const { sql, parameters } = query.conditions
  let key: PlaceKey | undefined = {
    value: column === null ? null : isText ? '' : Number.MIN_SAFE_INTEGER,
    id: 0,
  }
  while (key) {
    const next = await nextKey(session, query, key)
    const from = behindKey(query, parameters, key, '>=')
    const upTo = next ? behindKey(query, from.parameters, next, '<') : { sql: '1 = 1', parameters: from.parameters }
    const counting = `select count(*) as count from groups where ${sql} and ${from.sql} and ${upTo.sql}`
    keys.push(key)
    counts.push((await session.one(counting, upTo.parameters))?.count as number)
    key = next
  }
  return new Places(keys, Float64Array.from(counts))
}

/** The key of the row at which the next stretch begins; undefined behind the last one. */
async function nextKey(session: ReadSession, query: SearchQuery, key: PlaceKey): Promise<PlaceKey | undefined> {
  const column = query.order.indexed?.order.column ?? null
  const { sql, parameters } = behindKey(query, [query.accountId], key, '>=')
  const inOrder = column === null ? 'id asc' : `${sortKey('groups', column, 'asc')}, id asc`
  const row = await session.one(
    `select id, ${column ?? 'id'} as value from groups where account_id = $1 and ${sql}
     order by ${inOrder} limit 1 offset ${stretchSize}`,
    parameters,
  )
  return row && { value: column === null ? null : orderValue(row.value as Value), id: row.id as number }
}

/** The condition of a row that it lies behind a key of the order or has it, or that it lies before it. Its parameters come behind those given. */
function behindKey(
  { order }: SearchQuery,
  parameters: readonly Value[],
  { value, id }: PlaceKey,
  side: '>=' | '<',
): { readonly sql: string; readonly parameters: readonly Value[] } {
  const next = parameters.length + 1
  const column = order.indexed?.order.column ?? null
  if (column === null) return { sql: `groups.id ${side} $${next}`, parameters: [...parameters, id] }
  return {
    sql: `(groups.${column}, groups.id) ${side} ($${next}, $${next + 1})`,
    parameters: [...parameters, value, id],
  }
}
