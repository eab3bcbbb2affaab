import type { CallMatch } from '../../core/ledger/ledger-port.ts'
import type { ReadSession } from '../engine/engine.ts'
import type { Value } from '../engine/value.ts'

const dayMs = 86_400_000

/** A part of the ledger, of a day or less: when it begins and ends, in epoch milliseconds, and its calls that match. */
export interface CallDay {
  readonly since: number
  readonly until: number
  readonly count: number
}

/** Whether the calls of a match are counted by days: it asks for no more than a time, a trunk, a way and an end. */
export function isCountedByDays({ from, to, callId, parties }: CallMatch): boolean {
  return !from && !to && !callId && !parties
}

/**
 * The days with calls of a match, in their order, as they are counted (`index_call_days`). A day of which the match wants a part is
 * counted by `countWithin`.
 */
export async function daysOf(
  session: ReadSession,
  accountId: number,
  match: CallMatch,
  countWithin: (part: CallMatch) => Promise<number>,
): Promise<CallDay[]> {
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY, trunk = '', way, disposition } = match
  const parameters: Value[] = [accountId, trunk]
  const bind = (value: Value): string => `$${parameters.push(value)}`
  const conditions = [
    ...(Number.isFinite(since) ? [`day >= ${bind(Math.floor(since / dayMs))}`] : []),
    ...(Number.isFinite(until) ? [`day <= ${bind(Math.floor(until / dayMs))}`] : []),
    ...(way === undefined ? [] : [`way = ${bind(way)}`]),
    ...(disposition === undefined ? [] : [`disposition = ${bind(disposition)}`]),
  ]
  const rows = await session.all(
    `select day, sum(calls) as calls from index_call_days
     where ${['account_id = $1', 'trunk = $2', ...conditions].join(' and ')} group by day order by day`,
    parameters,
  )
  const days: CallDay[] = []
  for (const row of rows) {
    const begin = (row.day as number) * dayMs
    const part = { since: Math.max(begin, since), until: Math.min(begin + dayMs, until) }
    if (part.since >= part.until) continue
    const isWhole = part.since === begin && part.until === begin + dayMs
    days.push({ ...part, count: isWhole ? Number(row.calls) : await countWithin({ ...match, ...part }) })
  }
  return days
}

/** The part of the days in which the place is that has `skipped` calls before it, and how many of these are in the part; from the end for `isFromEnd`. */
export function partBehind(
  days: readonly CallDay[],
  skipped: number,
  isFromEnd: boolean,
): { readonly part: Pick<CallMatch, 'since' | 'until'>; readonly skipped: number } {
  let left = skipped
  for (const { since, until, count } of isFromEnd ? days.toReversed() : days) {
    if (left < count) return { part: isFromEnd ? { until } : { since }, skipped: left }
    left -= count
  }
  return { part: {}, skipped }
}
