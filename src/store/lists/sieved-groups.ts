import type { Engine, HasBit, JoinRows, Session } from '../engine/engine.ts'
import type { Value } from '../engine/value.ts'
import { lookAtSlice } from './joined-sieves.ts'
import type { PhoneKey } from './leaf.ts'
import { hashKey, letsThrough, placeRange, possibleParts, probesOf } from './sieve.ts'

/**
 * The groups behind `after` whose sieve lets one of the phones through.
 *
 * @throws Damaged where the sieves are read here.
 */
export function groupsLetThrough(
  { bits }: Engine,
  session: Session,
  accountId: number,
  keys: readonly PhoneKey[],
  after: number,
): Promise<number[]> {
  const hashes = keys.map(hashKey)
  return 'hasBit' in bits
    ? foundByEngine(bits.hasBit, session, accountId, hashes, after)
    : foundHere(bits.join, session, accountId, hashes, after)
}

async function foundByEngine(
  hasBit: HasBit,
  session: Session,
  accountId: number,
  hashes: readonly number[],
  after: number,
): Promise<number[]> {
  const parameters: Value[] = [accountId, after]
  const parameter = (value: Value): string => `$${parameters.push(value)}`
  const letThrough = hashes.map((hash) => {
    const slices = possibleParts.map((parts) => parameter(sliceOf(hash, parts)))
    const tests = probesOf(hash).map(({ place, bit }) => {
      const at = `cast(cast(${parameter(place)} as bigint) * length(bytes) / ${placeRange} as integer)`
      return hasBit('bytes', at, bit, parameter)
    })
    return `(slice in (${slices}) and ${tests.join(' and ')})`
  })
  const slices = [...slicesOf(hashes).keys()].map(parameter)
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
  hashes: readonly number[],
  after: number,
): Promise<number[]> {
  const found = new Set<number>()
  for (const [slice, ofSlice] of slicesOf(hashes)) {
    await lookAtSlice(session, join, { accountId, slice, after }, (groupId, bytes) => {
      if (ofSlice.some((hash) => letsThrough(hash, bytes))) found.add(groupId)
    })
  }
  return [...found]
}

/** The slices in which phones with these hashes are, each with its hashes. */
function slicesOf(hashes: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const slices = new Map<number, number[]>()
  for (const parts of possibleParts) {
    for (const hash of hashes) {
      const slice = sliceOf(hash, parts)
      slices.set(slice, [...(slices.get(slice) ?? []), hash])
    }
  }
  return slices
}

/** The slice in which the phone is, of the sieves of so many parts. */
function sliceOf(hash: number, parts: number): number {
  return parts + (hash & (parts - 1))
}
