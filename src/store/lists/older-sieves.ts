import type { Session } from '../engine/engine.ts'
import type { Slice } from './joined-sieves.ts'
import type { PhoneKey } from './leaf.ts'
import { hashText, mix, partsOf, possibleParts } from './sieve.ts'

/*
 * Older sieves hash all digits of a phone, so that each spelling of a number has bits of its own, mostly in another part.
 * They stand in the slices 1 to 63, and differ in nothing else. They are read until they are renewed, and never written.
 */

/** The slices below this one have parts of older sieves. */
const endOfSlices = 64

/** The slices of the older sieve of a list of `count` phones: 1; 2 and 3; 4 to 7; … */
export function olderSlicesOf(count: number): number[] {
  const parts = partsOf(count)
  return Array.from({ length: parts }, (_, part) => parts + part)
}

/** Every slice that an older sieve can have. */
export const allOlderSlices: readonly number[] = possibleParts.flatMap((parts) =>
  Array.from({ length: parts }, (_, part) => parts + part),
)

/** The slice in which the bits of a phone are, of the older sieves of so many parts. */
export function olderSliceOf(hash: number, parts: number): number {
  return parts + (hash & (parts - 1))
}

/** The hash of a phone in an older sieve. */
export function olderHashOf(key: PhoneKey): number {
  return typeof key === 'number' ? mix(key | 0, (key / 0x100000000) | 0) : hashText(key)
}

/** Whether groups of an account have older sieves. */
export async function hasOlderSieves(session: Session, accountId: number): Promise<boolean> {
  const sql = `select 1 as one from phone_sieves where account_id = $1 and slice < ${endOfSlices} limit 1`
  return (await session.one(sql, [accountId])) !== undefined
}

/** The groups of an older slice behind `after`, in the order of their ids: the first so many. */
export async function groupsWithOlderSieve(
  session: Session,
  { accountId, slice, after }: Slice,
  limit: number,
): Promise<number[]> {
  const rows = await session.all(
    `select group_id from phone_sieves where account_id = $1 and slice = $2 and group_id > $3
     order by group_id limit $4`,
    [accountId, slice, after, limit],
  )
  return rows.map((row) => row.group_id as number)
}
