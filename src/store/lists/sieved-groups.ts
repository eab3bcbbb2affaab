import { whole } from '../checks/damaged.ts'
import type { Engine, HasBit, Session } from '../engine/engine.ts'
import type { Value } from '../engine/value.ts'
import type { PhoneKey } from './leaf.ts'
import { hashKey, letsThrough, placeRange, possibleParts, probesOf } from './sieve.ts'

/** Sieves that are read at once: 4 MB at the most. */
const sievesAtOnce = 4000

/**
 * The groups behind `after` whose sieve lets the phone through.
 *
 * @throws Damaged where the sieves are read here.
 */
export function groupsLetThrough(
  { hasBit }: Engine,
  session: Session,
  accountId: number,
  key: PhoneKey,
  after: number,
): Promise<number[]> {
  const hash = hashKey(key)
  return hasBit ? foundByEngine(hasBit, session, accountId, hash, after) : foundHere(session, accountId, hash, after)
}

async function foundByEngine(
  hasBit: HasBit,
  session: Session,
  accountId: number,
  hash: number,
  after: number,
): Promise<number[]> {
  const parameters: Value[] = [accountId, after]
  const parameter = (value: Value): string => `$${parameters.push(value)}`
  const slices = possibleParts.map((parts) => parameter(sliceOf(hash, parts)))
  const tests = probesOf(hash).map(({ place, bit }) => {
    const at = `cast(cast(${parameter(place)} as bigint) * length(bytes) / ${placeRange} as integer)`
    return hasBit('bytes', at, bit, parameter)
  })
  const rows = await session.all(
    `select group_id from phone_sieves
     where account_id = $1 and slice in (${slices}) and group_id > $2 and ${tests.join(' and ')}`,
    parameters,
  )
  return rows.map((row) => row.group_id as number)
}

async function foundHere(session: Session, accountId: number, hash: number, after: number): Promise<number[]> {
  const found: number[] = []
  for (const parts of possibleParts) {
    const slice = sliceOf(hash, parts)
    for (let last = after, more = true; more; ) {
      const rows = await session.all(
        `select account_id, slice, group_id, bytes, checksum from phone_sieves
         where account_id = $1 and slice = $2 and group_id > $3 order by group_id limit ${sievesAtOnce}`,
        [accountId, slice, last],
      )
      for (const row of rows) {
        last = row.group_id as number
        if (letsThrough(hash, whole('sieve', row).bytes as Uint8Array)) found.push(last)
      }
      more = rows.length === sievesAtOnce
    }
  }
  return found
}

/** The slice in which the phone is, of the sieves of so many parts. */
function sliceOf(hash: number, parts: number): number {
  return parts + (hash & (parts - 1))
}
