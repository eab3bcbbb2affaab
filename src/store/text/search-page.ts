import type { Page, PageRequest } from '../../core/page.ts'
import { conditionsOf } from '../engine/conditions.ts'
import type { Engine, ReadSession } from '../engine/engine.ts'
import { readTally } from '../engine/sequences.ts'
import type { Row } from '../engine/value.ts'
import { atOnce, findPage, limits, type SearchQuery } from './find-page.ts'
import { readIndexState } from './index-state.ts'
import { pageOfMany } from './many-found.ts'

/** The ways to read a page without the index. */
export interface PageReaders<Query extends SearchQuery> {
  /** Reads it where nobody waits for it. */
  readonly whole: (session: ReadSession, query: Query, page: PageRequest) => Promise<Page<Row>>
  /** Reads a page of a list that nothing narrows. */
  readonly ofAll: (query: Query, page: PageRequest) => Promise<Page<Row>>
}

/** Ids of one range that is counted at a stretch: up to some tens of milliseconds. */
const slicedBy = 100_000
/** Tries to read a page of all while nobody changes a text. */
const attempts = 3

/**
 * A page of a search. The index finds the rows, where they are few; their own texts decide. Of many rows the page is read in its
 * order, and their total is counted once for each version of the account's texts. A search that finds everything is the list
 * itself.
 */
export async function searchPage<Query extends SearchQuery>(
  engine: Engine,
  query: Query,
  page: PageRequest,
  readers: PageReaders<Query>,
): Promise<Page<Row>> {
  const { accountId, conditions, table } = query
  if (table !== 'groups') return engine.search(accountId, (session) => readers.whole(session, query, page))
  const search = conditions.restsOnTexts ? JSON.stringify([conditions.sql, conditions.parameters]) : undefined
  const known = search !== undefined && engine.texts.totals.isAbove(search, limits.few)
  const { findAtOnce } = engine.texts
  if (known) {
    const all = await pageOfAll(engine, query, page, search, readers)
    if (all) return all
  } else if (findAtOnce) {
    const found = await engine.snapshot((session) =>
      findPage(engine, session, query, page, { find: findAtOnce, limits: atOnce, search }),
    )
    if (found) return found
  }
  return engine.search(accountId, async (session) => {
    const { find } = engine.texts
    const found = known ? undefined : await findPage(engine, session, query, page, { find, limits, search })
    if (found || search === undefined) return found ?? readers.whole(session, query, page)
    const { version } = await readIndexState(session, accountId)
    const { totals } = engine.texts
    const total = totals.get(search, version) ?? (await countOf(engine, session, query))
    totals.set(search, version, total)
    const items = await pageOfMany(engine, session, query, page, { search, version, total })
    return items ? { items, total } : readers.whole(session, { ...query, count: async () => total }, page)
  })
}

/** The total of a search: by the index where it can tell. */
async function countOf({ texts }: Engine, session: ReadSession, query: SearchQuery): Promise<number> {
  const { accountId, conditions } = query
  const [test] = conditions.texts
  const isAsked = conditions.isOneText && test && test.folded !== '' && texts.count !== undefined
  const told =
    isAsked && (await readIndexState(session, accountId)).isWhole && (await texts.count?.(session, accountId, test))
  return typeof told === 'number' ? told : countInSlices(session, query)
}

/** Counts by ranges of ids. Between them a search can end whose client is gone, and none takes longer than others may wait. */
async function countInSlices(session: ReadSession, { accountId, conditions }: SearchQuery): Promise<number> {
  const last = (await session.one('select max(id) as last from groups where account_id = $1', [accountId]))?.last
  const { sql, parameters } = conditions
  const [after, upTo] = [parameters.length + 1, parameters.length + 2]
  const slice = `select count(*) as total from groups where ${sql} and id > $${after} and id <= $${upTo}`
  let total = 0
  for (let from = 0; from < ((last ?? 0) as number); from += slicedBy) {
    total += (await session.one(slice, [...parameters, from, from + slicedBy]))?.total as number
  }
  return total
}

/** The page of a search that is known to find all groups of the account. */
async function pageOfAll<Query extends SearchQuery>(
  engine: Engine,
  query: Query,
  page: PageRequest,
  search: string,
  { ofAll }: PageReaders<Query>,
): Promise<Page<Row> | undefined> {
  const { accountId, noun } = query
  const look = () =>
    engine.snapshot(async (session) => {
      const { version } = await readIndexState(session, accountId)
      const total = engine.texts.totals.get(search, version)
      return { version, isAll: total !== undefined && total === (await readTally(session, accountId, noun)) }
    })
  for (let attempt = 0, before = await look(); before.isAll && attempt < attempts; attempt++) {
    const all = await ofAll({ ...query, conditions: conditionsOf(engine, accountId, {}) }, page)
    const after = await look()
    if (after.version === before.version) return all
    before = after
  }
  return undefined
}
