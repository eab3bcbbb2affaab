import type { CallRecord, CallWay, Disposition, LedgerCall } from '../../core/ledger/call-record.ts'
import { partiesOf, trunksOf } from '../../core/ledger/call-record.ts'
import type { CallMatch, CallSortField, LedgerReader } from '../../core/ledger/ledger-port.ts'
import { whole } from '../checks/damaged.ts'
import { type Conditions, conditionsOf } from '../engine/conditions.ts'
import type { Engine, ReadSession } from '../engine/engine.ts'
import type { Row, Value } from '../engine/value.ts'

const columns: Readonly<Record<CallSortField, string>> = {
  id: 'id',
  startedAt: 'started_at',
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
    slice: (accountId, match, { after, limit }) =>
      engine.search(accountId, async (session) => {
        const { sql, parameters } = conditions(engine, accountId, match)
        const [id, most] = [`$${parameters.length + 1}`, `$${parameters.length + 2}`]
        const rows = await session.all(
          `select * from calls where ${sql} and id > ${id} order by account_id, id limit ${most}`,
          [...parameters, after, limit],
        )
        return rows.map(toCall)
      }),
    page: (accountId, { sort, ...match }, { start, count }) =>
      engine.search(accountId, async (session) => {
        const { sql, parameters } = conditions(engine, accountId, match)
        const total = await countOf(session, sql, parameters)
        const way = sort.descending ? 'desc' : 'asc'
        const [most, skipped] = [`$${parameters.length + 1}`, `$${parameters.length + 2}`]
        const rows = await session.all(
          `select * from calls where ${sql} order by ${columns[sort.by]} ${way}, id ${way} limit ${most} offset ${skipped}`,
          [...parameters, count, start],
        )
        return { items: rows.map(toCall), total }
      }),
  }
}

async function countOf(session: ReadSession, sql: string, parameters: readonly Value[]): Promise<number> {
  const row = await session.one(`select count(*) as count from calls where ${sql}`, parameters)
  return row?.count as number
}

function conditions(engine: Engine, accountId: number, match: CallMatch): Pick<Conditions, 'sql' | 'parameters'> {
  const texts = { from_number: match.from, to_number: match.to, call_id: match.callId }
  const { sql, parameters: first } = conditionsOf(engine, accountId, texts)
  const parameters = [...first]
  const bind = (value: Value): string => `$${parameters.push(value)}`
  const parts = [sql]
  if (match.since !== undefined) parts.push(`started_at >= ${bind(match.since * 1000)}`)
  if (match.until !== undefined) parts.push(`started_at < ${bind(match.until * 1000)}`)
  if (match.disposition !== undefined) parts.push(`disposition = ${bind(match.disposition)}`)
  if (match.way !== undefined) parts.push(`way = ${bind(match.way)}`)
  const took = (parties: readonly string[]): string =>
    `id in (select p.call_id from call_parties p where p.account_id = $1 and p.party in (${parties.map(bind)}))`
  if (match.parties !== undefined) parts.push(took(match.parties))
  if (match.trunk !== undefined) parts.push(took([`trunk ${match.trunk}`]))
  return { sql: parts.join(' and '), parameters }
}

/** A call as a row, and the keys under which it is found. */
export function rowOf(accountId: number, id: number, call: CallRecord): Readonly<Record<string, Value>> {
  const { legs, talks, steps, doubts } = call
  return {
    ...{ account_id: accountId, id, call_id: call.callId, from_number: call.from, to_number: call.to },
    ...{ taker: call.taker, way: call.way, entry_trunk: call.entry, exit_trunk: call.exit, route: call.route },
    ...{ originate_id: call.originateId, campaign: call.campaign, recording: call.recording },
    ...{ disposition: call.disposition, started_at: call.startedAt, answered_at: call.answeredAt },
    ...{ ended_at: call.endedAt, details: JSON.stringify({ legs, talks, steps, doubts }) },
  }
}

/** The keys under which a call is found: its parties and its trunks. */
export function keysOf(call: CallRecord): string[] {
  return [...partiesOf(call), ...trunksOf(call).map((trunk) => `trunk ${trunk}`)]
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
    ...(JSON.parse(row.details as string) as Pick<CallRecord, 'legs' | 'talks' | 'steps' | 'doubts'>),
  }
}
