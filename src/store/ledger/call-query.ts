import type { CallMatch } from '../../core/ledger/ledger-port.ts'
import type { TextMatch } from '../../core/page.ts'
import { conditionsOf } from '../engine/conditions.ts'
import type { Engine } from '../engine/engine.ts'
import { sortKey } from '../engine/null-order.ts'
import type { Value } from '../engine/value.ts'

/** A place in the order in which calls began. */
export interface CallPlace {
  readonly startedAt: number
  readonly id: number
}

/** Calls that match, as the end of a statement: `from … where …`, with the columns of `calls` where `isWhole`. */
export interface CallQuery {
  readonly sql: string
  readonly parameters: readonly Value[]
  /** The expression for the id. */
  readonly id: string
  /** The order of the beginning, which an index has. */
  order(way: 'asc' | 'desc'): string
}

/** The keys by which a match leads to its calls: numbers that took part in them, or their trunk; undefined where it has none. */
export function keysIn({ parties, from, to, trunk }: CallMatch): readonly string[] | undefined {
  const exact = exactly(from) ?? exactly(to)
  return parties ?? exact ?? (trunk === undefined ? undefined : [trunkKey(trunk)])
}

/** The key of the calls of a trunk. */
export function trunkKey(trunk: string): string {
  return `trunk ${trunk}`
}

function exactly(match: TextMatch | undefined): readonly string[] | undefined {
  if (!match || match.alike) return undefined
  return match.or === undefined ? [match.text] : [match.text, match.or]
}

/**
 * The query for the calls of a match that began behind a place. `keys` lead to them where they are given: by an index with the time of the
 * beginning, so that neither the other calls of that time are read nor the other times. `isWhole` asks for the columns of `calls`;
 * without it a query that can do without the table reads an index alone.
 */
export function callQuery(
  engine: Engine,
  accountId: number,
  match: CallMatch,
  { keys, behind, isWhole }: { readonly keys?: readonly string[] | undefined; behind?: CallPlace; isWhole: boolean },
): CallQuery {
  const texts = { from_number: match.from, to_number: match.to, call_id: match.callId }
  const { sql: ofCalls, parameters: first } = conditionsOf(engine, accountId, texts)
  const parameters = [...first]
  const bind = (value: Value): string => `$${parameters.push(value)}`
  const [at, id] = keys ? ['at', 'ref'] : ['started_at', 'id']
  const order: CallQuery['order'] = (way) =>
    keys ? `${at} ${way}, ${id} ${way}` : `${sortKey('calls', at, way)}, ${sortKey('calls', id, way)}`
  const within = (began: string, number: string): string[] => [
    ...(match.since === undefined ? [] : [`${began} >= ${bind(match.since * 1000)}`]),
    ...(match.until === undefined ? [] : [`${began} < ${bind(match.until * 1000)}`]),
    ...(behind ? [`(${began}, ${number}) > (${bind(behind.startedAt)}, ${bind(behind.id)})`] : []),
  ]
  const narrower = [
    ...(match.disposition === undefined ? [] : [`disposition = ${bind(match.disposition)}`]),
    ...(match.way === undefined ? [] : [`way = ${bind(match.way)}`]),
  ]
  const trunk = match.trunk === undefined ? undefined : trunkKey(match.trunk)
  const byTrunk =
    trunk === undefined || keys?.includes(trunk)
      ? []
      : [
          `exists (select 1 from call_parties t where t.account_id = $1 and t.party = ${bind(trunk)}
             and t.started_at = ${at} and t.call_id = ${id})`,
        ]
  if (!keys) {
    const sql = [ofCalls, ...within(at, id), ...narrower, ...byTrunk].join(' and ')
    return { sql: `from calls where ${sql}`, parameters, id, order }
  }
  const bound = keys.map(bind)
  const which = bound.length === 1 ? `p.party = ${bound[0]}` : `p.party in (${bound})`
  const conditions = ['p.account_id = $1', which, ...within('p.started_at', 'p.call_id')]
  const distinct = keys.length > 1 ? 'distinct ' : ''
  const found = `(select ${distinct}p.started_at as at, p.call_id as ref from call_parties p where ${conditions.join(' and ')}) k`
  const needsTable = isWhole || narrower.length > 0 || match.from || match.to || match.callId
  const rest = needsTable ? [ofCalls, `id = ref`, ...narrower, ...byTrunk] : byTrunk
  const where = rest.length > 0 ? ` where ${rest.join(' and ')}` : ''
  // SQLite keeps the order of a cross join: the keys lead to the calls, whatever it takes for the shorter way.
  return { sql: `from ${found}${needsTable ? ' cross join calls' : ''}${where}`, parameters, id, order }
}
