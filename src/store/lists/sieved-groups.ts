import { whole } from '../checks/damaged.ts'
import type { Engine, Session, SieveAccess } from '../engine/engine.ts'
import type { Value } from '../engine/value.ts'
import type { PhoneKey } from './leaf.ts'
import { hashKey, letsThrough, placeRange, possibleParts, probesOf } from './sieve.ts'

/** Sieves that are handed out at once: 4 MB at the most. */
const sievesAtOnce = 4000

/** The groups behind `after` whose sieve lets the phone through. */
export function groupsLetThrough(
  { sieves }: Engine,
  session: Session,
  accountId: number,
  key: PhoneKey,
  after: number,
): Promise<number[]> {
  const hash = hashKey(key)
  return 'hasBit' in sieves
    ? foundByEngine(sieves, session, accountId, hash, after)
    : foundHere(sieves, session, accountId, hash, after)
}

async function foundByEngine(
  { hasBit }: Extract<SieveAccess, { hasBit: unknown }>,
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

/**
 * @throws Damaged
 */
async function foundHere(
  { joined, listed }: Extract<SieveAccess, { joined: unknown }>,
  session: Session,
  accountId: number,
  hash: number,
  after: number,
): Promise<number[]> {
  const members = listed(`group_id || ' ' || length(bytes) || ' ' || coalesce(checksum, '')`)
  const sql = `select ${joined('bytes')} as bytes, ${members} as members from (
    select group_id, bytes, checksum from phone_sieves
    where account_id = $1 and slice = $2 and group_id > $3 order by group_id limit ${sievesAtOnce}) as some`
  const found: number[] = []
  for (const parts of possibleParts) {
    const slice = sliceOf(hash, parts)
    for (let last = after, more = true; more; ) {
      const row = await session.one(sql, [accountId, slice, last])
      const bytes = row?.bytes as Uint8Array
      const sieves = row?.members ? String(row.members).split(',') : []
      let start = 0
      for (const sieve of sieves) {
        const [id, length, checksum] = sieve.split(' ')
        const part = bytes.subarray(start, start + Number(length))
        start += Number(length)
        last = Number(id)
        whole('sieve', {
          account_id: accountId,
          slice,
          group_id: last,
          bytes: part,
          checksum: checksum === '' ? null : Number(checksum),
        })
        if (letsThrough(hash, part)) found.push(last)
      }
      more = sieves.length === sievesAtOnce
    }
  }
  return found
}

/** The slice in which the phone is, of the sieves of so many parts. */
function sliceOf(hash: number, parts: number): number {
  return parts + (hash & (parts - 1))
}
