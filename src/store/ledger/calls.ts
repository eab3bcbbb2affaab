import type { CallRecord, CallWay, Disposition, LedgerCall } from '../../core/ledger/call-record.ts'
import { partiesOf, trunksOf } from '../../core/ledger/call-record.ts'
import type { CallMatch, CallSortField, LedgerReader } from '../../core/ledger/ledger-port.ts'
import type { PageRequest, Sort } from '../../core/page.ts'
import { whole } from '../checks/damaged.ts'
import type { Engine, ReadSession } from '../engine/engine.ts'
import type { Row, Value } from '../engine/value.ts'
import { type CallDay, daysOf, isCountedByDays, partBehind } from './call-days.ts'
import { type CallPlace, type CallQuery, callQuery, keysIn, trunkKey } from './call-query.ts'

const columns: Readonly<Record<Exclude<CallSortField, 'id' | 'startedAt'>, string>> = {
  endedAt: 'ended_at',
  from: 'from_number',
  to: 'to_number',
  disposition: 'disposition',
  way: 'way',
}

/** Reads the calls of an engine. A search runs where no other request waits for it. */
export function callReader(engine: Engine): LedgerReader {
  const { reader } = engine
  return {
    async find(accountId, callId) {
      const row = await reader.one('select * from calls where account_id = $1 and call_id = $2', [accountId, callId])
      return row && toCall(row)
    },
    async ended(accountId, { after, limit }) {
      const sql = 'select * from calls where account_id = $1 and id > $2 order by account_id, id limit $3'
      return (await reader.all(sql, [accountId, after, limit])).map(toCall)
    },
    slice: (accountId, match, { after, limit }) =>
      engine.search(accountId, async (session) => {
        const behind = after === 0 ? undefined : await placeOf(session, accountId, after)
        if (after > 0 && !behind) return []
        const keys = keysIn(match)
        const found: Row[] = []
        for (const some of keys ? keys.map((key) => [key]) : [undefined]) {
          const query = callQuery(engine, accountId, match, { keys: some, ...(behind && { behind }), isWhole: true })
          const { sql, parameters } = query
          const part = `order by ${query.order('asc')} limit $${parameters.length + 1}`
          found.push(...(await session.all(`select calls.* ${sql} ${part}`, [...parameters, limit])))
        }
        const calls = new Map(found.map((row) => [row.id as number, toCall(row)]))
        return [...calls.values()]
          .sort((one, other) => one.startedAt - other.startedAt || one.id - other.id)
          .slice(0, limit)
      }),
    page: (accountId, { sort, ...match }, wanted) =>
      engine.search(accountId, async (session) => {
        const count = (part: CallMatch) =>
          countOf(session, callQuery(engine, accountId, part, { keys: keysIn(part), isWhole: false }))
        const days = isCountedByDays(match) ? await daysOf(session, accountId, match, count) : undefined
        const total = days ? days.reduce((sum, day) => sum + day.count, 0) : await count(match)
        const ids = await idsOnPage(session, engine, accountId, { match, days, sort, total, wanted })
        const rows = await session.all(
          `select * from calls where account_id = $1 and id in (${engine.texts.idsIn('$2')})`,
          [accountId, engine.texts.listOf(ids)],
        )
        const calls = new Map(rows.map((row) => [row.id as number, row]))
        return {
          items: ids
            .map((id) => calls.get(id))
            .filter((row) => row !== undefined)
            .map(toCall),
          total,
        }
      }),
  }
}

/** The place of a call in the order in which calls began; of one that is gone, a place before the next one that is left. */
async function placeOf(session: ReadSession, accountId: number, id: number): Promise<CallPlace | undefined> {
  const sql = 'select started_at from calls where account_id = $1 and id >= $2 order by id limit 1'
  const row = await session.one(sql, [accountId, id])
  return row && { startedAt: row.started_at as number, id }
}

/**
 * The ids of a page. It is read from the end of the list that is nearer, and by an index alone where one has the order; in the order of
 * the beginning from the day on in which the page begins.
 */
async function idsOnPage(
  session: ReadSession,
  engine: Engine,
  accountId: number,
  {
    match,
    days,
    sort,
    total,
    wanted,
  }: {
    readonly match: CallMatch
    readonly days: readonly CallDay[] | undefined
    readonly sort: Sort<CallSortField>
    readonly total: number
    readonly wanted: PageRequest
  },
): Promise<number[]> {
  const count = Math.min(wanted.count, total - wanted.start)
  if (count <= 0) return []
  const isWhole = sort.by !== 'id' && sort.by !== 'startedAt'
  const fromEnd = wanted.start > total - wanted.start - count
  const before = fromEnd ? total - wanted.start - count : wanted.start
  const { part, skipped } =
    days && sort.by === 'startedAt'
      ? partBehind(days, before, sort.descending !== fromEnd)
      : { part: {}, skipped: before }
  const query = callQuery(engine, accountId, { ...match, ...part }, { keys: keysIn(match), isWhole })
  const { sql, parameters, id } = query
  const way = sort.descending === fromEnd ? 'asc' : 'desc'
  const byId = `${id} ${way}`
  const order =
    sort.by === 'startedAt' ? query.order(way) : sort.by === 'id' ? byId : `${columns[sort.by]} ${way}, ${byId}`
  const [most, offset] = [`$${parameters.length + 1}`, `$${parameters.length + 2}`]
  const rows = await session.all(`select ${id} as id ${sql} order by ${order} limit ${most} offset ${offset}`, [
    ...[...parameters, count, skipped],
  ])
  const ids = rows.map((row) => row.id as number)
  return fromEnd ? ids.reverse() : ids
}

async function countOf(session: ReadSession, { sql, parameters }: CallQuery): Promise<number> {
  const row = await session.one(`select count(*) as count ${sql}`, parameters)
  return row?.count as number
}

/** A call as a row, and the keys under which it is found. */
export function rowOf(accountId: number, id: number, call: CallRecord): Readonly<Record<string, Value>> {
  const { legs, talks, steps, doubts, digits } = call
  return {
    ...{ account_id: accountId, id, call_id: call.callId, from_number: call.from, to_number: call.to },
    ...{ taker: call.taker, way: call.way, entry_trunk: call.entry, exit_trunk: call.exit, route: call.route },
    ...{ originate_id: call.originateId, campaign: call.campaign, recording: call.recording },
    ...{ disposition: call.disposition, started_at: call.startedAt, answered_at: call.answeredAt },
    ...{ ended_at: call.endedAt },
    details: JSON.stringify({ legs, talks, steps, doubts, ...(digits !== '' && { digits }) }),
  }
}

/** The keys under which a call is found: its parties and its trunks. */
export function keysOf(call: CallRecord): string[] {
  return [...partiesOf(call), ...trunksOf(call).map(trunkKey)]
}

function toCall(row: Row): LedgerCall {
  whole('call', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    callId: row.call_id as string,
    from: row.from_number as string,
    to: row.to_number as string,
    taker: row.taker as string,
    way: row.way as CallWay,
    entry: row.entry_trunk as string,
    exit: row.exit_trunk as string,
    route: row.route as string,
    originateId: row.originate_id as string,
    campaign: row.campaign as string,
    recording: row.recording as string,
    disposition: row.disposition as Disposition,
    startedAt: row.started_at as number,
    answeredAt: row.answered_at as number | null,
    endedAt: row.ended_at as number,
    ...detailsOf(row),
  }
}

/** The parts of a call that are kept as JSON. Digits are there only where some were pressed. */
function detailsOf(row: Row): Pick<CallRecord, 'legs' | 'talks' | 'steps' | 'doubts' | 'digits'> {
  return { digits: '', ...JSON.parse(row.details as string) }
}
