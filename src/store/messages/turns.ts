import type { Session } from '../engine/engine.ts'
import { sortKey } from '../engine/null-order.ts'
import type { Row, Value } from '../engine/value.ts'
import { table } from './message-rows.ts'

const waits = "state = 'queued' and claimed_by is null"
/** Sources that are asked in one turn at most. */
const sourcesAtOnce = 100

/** What waits of one account: its single messages, or those of one of its bulks. */
interface Source {
  readonly accountId: number
  /** 0 for single messages. */
  readonly bulkId: number
}

interface Wanted {
  readonly now: number
  readonly routes: readonly string[]
  readonly limit: number
}

/**
 * The order in which messages leave: by turns over the accounts, and over the bulks of each. Each turn goes on behind the last one,
 * so that nobody waits for the many messages of another.
 */
export class Turns {
  readonly #last = new Map<string, Source>()

  /** Locks messages that are due, of these routes. Those of a bulk that is paused wait. */
  async take(session: Session, { now, routes, limit }: Wanted): Promise<Row[]> {
    const taken: Row[] = []
    for (const route of routes) {
      const sources = await this.#sources(session, route)
      let ready = sources
      // What some leave of their shares goes to those that have more.
      while (ready.length > 0 && taken.length < limit) {
        const share = Math.ceil((limit - taken.length) / ready.length)
        const full: Source[] = []
        for (const source of ready) {
          const count = Math.min(share, limit - taken.length)
          if (count === 0) break
          const rows = await rowsOf(session, route, source, { now, count, taken })
          taken.push(...rows)
          if (rows.length > 0) this.#last.set(route, source)
          if (rows.length === count) full.push(source)
        }
        ready = full
      }
    }
    return taken
  }

  async #sources(session: Session, route: string): Promise<Source[]> {
    const first = this.#last.get(route)
    const ahead = await sourcesAfter(session, route, first)
    if (!first || ahead.length === sourcesAtOnce) return ahead
    const behind = await sourcesAfter(session, route, undefined, sourcesAtOnce - ahead.length)
    const isNew = ({ accountId, bulkId }: Source): boolean =>
      accountId < first.accountId || (accountId === first.accountId && bulkId <= first.bulkId)
    return [...ahead, ...behind.filter(isNew)]
  }
}

/** The sources behind one. Each costs a look into the index, however much waits there. */
async function sourcesAfter(
  session: Session,
  route: string,
  after: Source = { accountId: 0, bulkId: -1 },
  most = sourcesAtOnce,
): Promise<Source[]> {
  const found: Source[] = []
  let last = after
  for (let looked = 0; looked < most; looked++) {
    const row = await session.one(
      `select account_id, bulk_id from ${table} where route = $1 and ${waits} and (account_id, bulk_id) > ($2, $3)
       order by account_id, ${sortKey(table, 'bulk_id', 'asc')} limit 1`,
      [route, last.accountId, last.bulkId],
    )
    if (!row) break
    last = { accountId: row.account_id as number, bulkId: row.bulk_id as number }
    if (!(await isPaused(session, last))) found.push(last)
  }
  return found
}

async function isPaused(session: Session, { accountId, bulkId }: Source): Promise<boolean> {
  if (bulkId === 0) return false
  const row = await session.one('select state from bulks where account_id = $1 and id = $2', [accountId, bulkId])
  return row?.state === 'paused'
}

async function rowsOf(
  session: Session,
  route: string,
  { accountId, bulkId }: Source,
  { now, count, taken }: { readonly now: number; readonly count: number; readonly taken: readonly Row[] },
): Promise<Row[]> {
  const had = taken.findLast((row) => row.account_id === accountId && row.bulk_id === bulkId && row.route === route)
  const parameters: Value[] = [route, accountId, bulkId, now, count]
  const behind = had ? 'and (due_at, id) > ($6, $7)' : ''
  if (had) parameters.push(had.due_at as number, had.id as number)
  return session.lockAll(
    `select * from ${table} where route = $1 and account_id = $2 and bulk_id = $3 and ${waits} and due_at <= $4 ${behind}
     order by due_at, id limit $5`,
    parameters,
  )
}

/** Locks messages whose time is over, and whose routes are gone. */
export function lostRows(session: Session, { now, routes, limit }: Wanted): Promise<Row[]> {
  const named = routes.map((_, at) => `$${at + 3}`)
  const isOther = routes.length === 0 ? '1 = 1' : `route not in (${named})`
  return session.lockAll(
    `select * from ${table} where ${waits} and due_at <= $1 and valid_until <= $1 and ${isOther}
     order by due_at, account_id, id limit $2`,
    [now, limit, ...routes],
  )
}
