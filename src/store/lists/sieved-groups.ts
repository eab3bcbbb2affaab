import type { Engine, HasBit, JoinRows, Session } from '../engine/engine.ts'
import type { Value } from '../engine/value.ts'
import { lookAtSlice } from './joined-sieves.ts'
import type { PhoneKey } from './leaf.ts'
import { hasOlderSieves, olderHashOf, olderSliceOf } from './older-sieves.ts'
import { hashKey, letsThrough, placeRange, possibleParts, probesOf, sliceOf } from './sieve.ts'

/** A phone, or all spellings of one, as the sieves have it: its bits, and the slices in which they can be. */
interface Trace {
  readonly hash: number
  readonly slices: readonly number[]
}

/**
 * The groups behind `after` whose sieve lets one of the phones through.
 *
 * @throws Damaged where the sieves are read here.
 */
export async function groupsLetThrough(
  { bits }: Engine,
  session: Session,
  accountId: number,
  keys: readonly PhoneKey[],
  after: number,
): Promise<number[]> {
  const traces = [
    ...tracesOf(keys.map(hashKey), sliceOf),
    ...((await hasOlderSieves(session, accountId)) ? tracesOf(keys.map(olderHashOf), olderSliceOf) : []),
  ]
  return 'hasBit' in bits
    ? foundByEngine(bits.hasBit, session, accountId, traces, after)
    : foundHere(bits.join, session, accountId, traces, after)
}

function tracesOf(hashes: readonly number[], slice: (hash: number, parts: number) => number): Trace[] {
  return [...new Set(hashes)].map((hash) => ({ hash, slices: possibleParts.map((parts) => slice(hash, parts)) }))
}

async function foundByEngine(
  hasBit: HasBit,
  session: Session,
  accountId: number,
  traces: readonly Trace[],
  after: number,
): Promise<number[]> {
  const parameters: Value[] = [accountId, after]
  const parameter = (value: Value): string => `$${parameters.push(value)}`
  const letThrough = traces.map(({ hash, slices }) => {
    const tests = probesOf(hash).map(({ place, bit }) => {
      const at = `cast(cast(${parameter(place)} as bigint) * length(bytes) / ${placeRange} as integer)`
      return hasBit('bytes', at, bit, parameter)
    })
    return `(slice in (${slices.map(parameter)}) and ${tests.join(' and ')})`
  })
  const slices = [...hashesBySlice(traces).keys()].map(parameter)
  const rows = await session.all(
    `select group_id from phone_sieves
     where account_id = $1 and slice in (${slices}) and group_id > $2 and (${letThrough.join(' or ')})`,
    parameters,
  )
  return [...new Set(rows.map((row) => row.group_id as number))]
}

async function foundHere(
  join: JoinRows,
  session: Session,
  accountId: number,
  traces: readonly Trace[],
  after: number,
): Promise<number[]> {
  const found = new Set<number>()
  for (const [slice, hashes] of hashesBySlice(traces)) {
    await lookAtSlice(session, join, { accountId, slice, after }, (groupId, bytes) => {
      if (hashes.some((hash) => letsThrough(hash, bytes))) found.add(groupId)
    })
  }
  return [...found]
}

/** The slices in which one of the phones can be, each with the hashes of those phones. */
function hashesBySlice(traces: readonly Trace[]): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>()
  for (const { hash, slices } of traces) {
    for (const slice of slices) found.set(slice, [...(found.get(slice) ?? []), hash])
  }
  return found
}
