import type { Page, PageRequest } from '../../core/page.ts'
import { type Conditions, isIndexed } from '../engine/conditions.ts'
import type { Engine, ReadSession } from '../engine/engine.ts'
import type { IndexedOrder } from '../engine/indexed-order.ts'
import { type Counted, readTally } from '../engine/sequences.ts'
import type { Row } from '../engine/value.ts'
import type { FoundGroups } from './found-groups.ts'
import type { TextCondition } from './grams.ts'
import { readIndexState } from './index-state.ts'
import { knownPlaces, readPlacesOf } from './moving-order.ts'

/** The rows that are searched, and their order. */
export interface SearchQuery {
  readonly table: string
  readonly noun: Counted
  readonly accountId: number
  readonly conditions: Conditions
  readonly order: {
    readonly forward: string
    readonly backward: string
    readonly indexed: { readonly order: IndexedOrder; readonly isDescending: boolean } | undefined
  }
  readonly count?: (session: ReadSession) => Promise<number>
  /** The columns that are wanted; all where it is absent. */
  readonly columns?: string
}

/** The most that the index may find for it to be of use. */
export interface Limits {
  /** Groups of which each is looked at, whether it passes: a microsecond or two. */
  readonly candidates: number
  /** Groups that pass and are read and ordered: two to five microseconds each. */
  readonly few: number
}

/** What a thread may look at for one search. */
export const limits: Limits = { candidates: 60_000, few: 12_000 }
/** The same where every request waits for it. */
export const atOnce: Limits = { candidates: 200, few: 200 }

/** A way to find groups by the index. */
export interface Finding {
  readonly find: Engine['texts']['find']
  readonly limits: Limits
  /** The name of the search, where only texts decide what it finds. */
  readonly search: string | undefined
}

/** Groups that are looked at and ordered in one step, each time anew. */
const quick = 200
/** What is read at once, and not by its ids first. */
const veryFew = 100
/** Rows of an order that are gone through in the time in which one group is read. */
const wayOfOne = 8
/** How much further than it should take an order is gone through: groups that are found may lie far from its end. */
const surplus = 1.5
/** The page of a search that finds few rows; undefined for others, and where the index is not whole. */
export async function findPage(
  engine: Engine,
  session: ReadSession,
  query: SearchQuery,
  page: PageRequest,
  { find, limits, search }: Finding,
): Promise<Page<Row> | undefined> {
  const { texts } = engine
  const { accountId, conditions, order, columns = 'groups.*' } = query
  const test = bestOf(conditions.texts)
  const state = await readIndexState(session, accountId)
  if (!test || !state.isWhole) return undefined
  const remembered = search === undefined ? undefined : texts.totals.hits(search, state.version)
  const found = remembered ?? (await find(session, { accountId, test, limit: limits.candidates }))
  if (!found || found.count > limits.candidates) return undefined
  if (found.count <= veryFew) {
    const rows = await rowsOf(texts, session, query, columns, found.list)
    return { items: rows.slice(page.start, page.start + page.count), total: rows.length }
  }
  const isSettled = remembered !== undefined || (found.isExact && conditions.isOneText)
  if (!isSettled && found.count <= quick) return pageOfFound(texts, session, query, page, found.list)
  const hits = isSettled ? found : await hitsIn(texts, session, query, found.list)
  if (hits.count > limits.few) {
    if (search !== undefined) texts.totals.set(search, state.version, hits.count)
    return undefined
  }
  if (search !== undefined && !remembered) texts.totals.setHits(search, state.version, hits)
  const passing = { hits, search, version: state.version }
  const ordered = isStill(order)
    ? await pageOfHits(texts, session, query, page, passing)
    : await pageOfMoving(engine, session, query, page, passing)
  return ordered ?? pageOfFound(texts, session, query, page, found.list)
}

/** Those of the groups of a list that pass. */
async function hitsIn(
  texts: Engine['texts'],
  session: ReadSession,
  { conditions: { sql, parameters } }: SearchQuery,
  list: string,
): Promise<FoundGroups> {
  const from = texts.groupsIn(`$${parameters.length + 1}`)
  const row = await session.one(
    `select count(*) as count, ${texts.joinIds('groups.id')} as list from ${from} where ${sql}`,
    [...parameters, list],
  )
  return { count: row?.count as number, list: (row?.list ?? texts.listOf([])) as string, isExact: true }
}

/** Reads the groups of a list that pass, in the order. */
function rowsOf(
  texts: Engine['texts'],
  session: ReadSession,
  { conditions, order }: SearchQuery,
  what: string,
  list: string,
): Promise<Row[]> {
  const found = texts.groupsIn(`$${conditions.parameters.length + 1}`)
  return session.all(`select ${what} from ${found} where ${conditions.sql} order by ${order.forward}`, [
    ...conditions.parameters,
    list,
  ])
}

/** A page of the groups of a list that pass: all of them are read and ordered, and the page then read whole. */
async function pageOfFound(
  texts: Engine['texts'],
  session: ReadSession,
  query: SearchQuery,
  page: PageRequest,
  list: string,
): Promise<Page<Row>> {
  const { conditions, order } = query
  const next = conditions.parameters.length + 1
  const from = `from ${texts.groupsIn(`$${next}`)} where ${conditions.sql}`
  const parameters = [...conditions.parameters, list]
  const rows = await session.all(
    `select groups.id, count(*) over () as total ${from} order by ${order.forward} limit $${next + 1} offset $${next + 2}`,
    [...parameters, page.count, page.start],
  )
  const total = rows[0]?.total ?? (await session.one(`select count(*) as total ${from}`, parameters))?.total
  return { items: (await rowsOfIds(texts, session, query, rows.map(idOf))) ?? [], total: total as number }
}

/** Groups that all pass a search, of a version of the account's texts. */
interface Hits {
  readonly hits: FoundGroups
  readonly search: string | undefined
  readonly version: number
}

/**
 * A page of groups that all pass: all of them are ordered, and those of the page read. An order that moves only with the texts is
 * remembered. Undefined where a group of the page does not pass.
 */
async function pageOfHits(
  texts: Engine['texts'],
  session: ReadSession,
  query: SearchQuery,
  page: PageRequest,
  { hits: { count, list }, search, version }: Hits,
): Promise<Page<Row> | undefined> {
  const { accountId, order } = query
  const name = search !== undefined && isStill(order) ? `${search} ${order.forward}` : undefined
  const known = name === undefined ? undefined : texts.totals.ordered(name, version)
  const sql = `select groups.id from ${texts.groupsIn('$2')} order by ${order.forward}`
  const ids = known ?? (await session.all(sql, [accountId, list])).map(idOf)
  if (name !== undefined) texts.totals.setOrdered(name, version, ids)
  const items = await rowsOfIds(texts, session, query, ids.slice(page.start, page.start + page.count))
  return items && { items, total: count }
}

/**
 * The same in an order that moves with updates: by what an earlier page has remembered, else from the nearer end, and where both are far,
 * by ordering all groups.
 */
async function pageOfMoving(
  engine: Engine,
  session: ReadSession,
  query: SearchQuery,
  page: PageRequest,
  { hits, search, version }: Hits,
): Promise<Page<Row> | undefined> {
  const { accountId, order } = query
  const { indexed } = order
  const unordered = () => pageOfHits(engine.texts, session, query, page, { hits, search: undefined, version })
  if (!indexed) return unordered()
  const ordering = { accountId, order: indexed.order, name: `${search} ${indexed.order.column}`, version }
  const known = search === undefined ? undefined : await knownPlaces(engine, session, ordering)
  const near = known ? undefined : await pageFromEnd(engine.texts, session, query, page, hits)
  if (near || search === undefined) return near ?? unordered()
  const places = known ?? (await readPlacesOf(engine, session, ordering, hits))
  const [start, end] = [page.start, page.start + page.count]
  const length = places.length
  const chosen = indexed.isDescending
    ? places.slice(Math.max(length - end, 0), Math.max(length - start, 0))
    : places.slice(start, end)
  const items = await rowsOfIds(engine.texts, session, query, chosen.map(idOf))
  return items && { items, total: hits.count }
}

/** Whether an order stays as it is as long as no text changes: that by id too, since a new group is a new text. */
export function isStill({ indexed }: SearchQuery['order']): boolean {
  const column = indexed?.order.column
  return column === null || (column !== undefined && isIndexed(column))
}

/** Reads groups whole by their ids. Undefined where one of them does not pass. */
async function rowsOfIds(
  texts: Engine['texts'],
  session: ReadSession,
  query: SearchQuery,
  ids: readonly number[],
): Promise<Row[] | undefined> {
  if (ids.length === 0) return []
  const rows = await rowsOf(texts, session, query, query.columns ?? 'groups.*', texts.listOf(ids))
  // The index may hold a group that it should not.
  return rows.length === ids.length ? rows : undefined
}

/**
 * A page of groups that all pass, from the nearer end of their order: it is gone through, without a look at the groups, until as many of
 * them have come as the page needs. Undefined where more of the order would have to be gone through than reading all of them costs.
 */
async function pageFromEnd(
  texts: Engine['texts'],
  session: ReadSession,
  query: SearchQuery,
  page: PageRequest,
  { count: total, list }: FoundGroups,
): Promise<Page<Row> | undefined> {
  const { accountId, noun, order } = query
  const wanted = Math.max(Math.min(page.count, total - page.start), 0)
  if (wanted === 0) return { items: [], total }
  const isFromBack = total - page.start - wanted < page.start
  const upTo = isFromBack ? total - page.start : page.start + wanted
  const all = await readTally(session, accountId, noun)
  const way = Math.ceil((surplus * (upTo + 1) * all) / total)
  if (way > total * wayOfOne) return undefined
  const direction = isFromBack ? order.backward : order.forward
  const near = await session.all(
    `select id from (select ${order.indexed?.order.column ?? 'account_id'}, id from groups where account_id = $1
       order by ${direction} limit $2) as near where id in (${texts.idsIn('$3')}) order by ${direction} limit $4`,
    [accountId, way, list, upTo],
  )
  if (near.length < upTo) return undefined
  const rows = await rowsOfIds(texts, session, query, near.map(idOf))
  if (!rows) return undefined
  const from = isFromBack ? rows.length - upTo : page.start
  return { items: rows.slice(from, from + wanted), total }
}

/** The test that finds the least, as far as its length tells. */
function bestOf(texts: readonly TextCondition[]): TextCondition | undefined {
  return texts
    .filter(({ column, folded }) => isIndexed(column) && folded !== '')
    .sort((one, other) => other.folded.length - one.folded.length)[0]
}

function idOf({ id }: { readonly id?: Row[string] }): number {
  return id as number
}
