import type { Group } from '../../core/group/group.ts'
import { alteredRow, damageFound, isWhole } from '../checks/damaged.ts'
import { sumIn } from '../checks/sum-row.ts'
import type { Session } from '../engine/engine.ts'
import type { Value } from '../engine/value.ts'
import type { LastMaking, Making } from './last-making.ts'
import type { PhoneKey } from './leaf.ts'
import { readChunk, readChunkRefs } from './list-rows.ts'
import { allOlderSlices, olderSlicesOf } from './older-sieves.ts'
import { hashKey, isFull, partsOf, Sieve, setBits, sliceOf, slicesOf } from './sieve.ts'

/** The members of a group that decide its sieve: another list or count needs another sieve. */
type Sieved = Pick<Group, 'accountId' | 'id' | 'listId' | 'count'>

/** Gives a new group its sieve. The list is read for it only when its making is not known. */
export async function insertSieve(session: Session, group: Sieved, making: Making | undefined): Promise<void> {
  if (partsOf(group.count) > 0) await writeSieve(session, group, making)
}

/** Takes the sieve of a group away, also an older one. */
export async function removeSieve(session: Session, group: Sieved): Promise<void> {
  if (partsOf(group.count) > 0)
    await removeSlices(session, group, [...slicesOf(group.count), ...olderSlicesOf(group.count)])
}

/** Makes the sieve of a group anew from its list, in place of an older or a damaged one. */
export async function renewSieve(session: Session, group: Sieved): Promise<void> {
  await removeSlices(session, group, allOlderSlices)
  await insertSieve(session, group, undefined)
}

async function removeSlices(session: Session, { accountId, id }: Sieved, slices: readonly number[]): Promise<void> {
  await session.put(
    `delete from phone_sieves where account_id = $1 and group_id = $2 and slice in (${slices.map((_, at) => `$${at + 3}`)})`,
    [accountId, id, ...slices],
  )
}

/** Makes the sieve of a group follow the group to another list version. */
export async function moveSieve(session: Session, before: Sieved, after: Sieved, last: LastMaking): Promise<void> {
  if (before.listId === after.listId) return
  const making = last.take(after.listId)
  const parts = partsOf(after.count)
  if (partsOf(before.count) !== parts) await removeSieve(session, before)
  else if (making && 'from' in making && making.from === before.listId) return extendSieve(session, after, making.added)
  if (parts > 0) await writeSieve(session, after, making)
}

/**
 * Puts phones into a sieve. Phones that went from the list stay in the sieve, which then lets through a few more than
 * it must. A sieve with a part too full of bits is written anew.
 */
async function extendSieve(session: Session, group: Sieved, added: readonly PhoneKey[]): Promise<void> {
  const parts = partsOf(group.count)
  if (parts === 0) return
  const hashes = Map.groupBy(added.map(hashKey), (hash) => sliceOf(hash, parts))
  for (const [slice, ofPart] of hashes) {
    const row = await session.one('select * from phone_sieves where account_id = $1 and slice = $2 and group_id = $3', [
      group.accountId,
      slice,
      group.id,
    ])
    // A damaged sieve is made anew of the list, which holds all that it tells.
    if (row && !isWhole('sieve', row)) damageFound.publish(alteredRow('sieve', row))
    if (!row || !isWhole('sieve', row)) return writeSieve(session, group, undefined)
    const bytes = Uint8Array.from(row.bytes as Uint8Array)
    for (const hash of ofPart) setBits(hash, bytes)
    if (isFull(bytes)) return writeSieve(session, group, undefined)
    await putParts(session, group, [[slice, bytes]])
  }
}

/** Writes all parts of a sieve. The list is read for it unless its making shows all entries. */
async function writeSieve(session: Session, group: Sieved, making: Making | undefined): Promise<void> {
  const sieve = new Sieve(group.count)
  if (making && 'whole' in making) {
    const { codes, phones } = making.whole
    sieve.addCodes(codes)
    for (const phone of phones.values()) sieve.addPhone(phone)
  } else {
    for (const ref of await readChunkRefs(session, group.accountId, group.listId)) {
      const chunk = await readChunk(session, group.accountId, ref)
      sieve.addCodes(chunk.codes)
      for (const phone of chunk.phones.values()) sieve.addPhone(phone)
    }
  }
  const slices = slicesOf(group.count)
  await putParts(
    session,
    group,
    sieve.parts().map((bytes, part) => [slices[part] as number, bytes]),
  )
}

async function putParts(
  session: Session,
  { accountId, id }: Sieved,
  parts: readonly (readonly [slice: number, bytes: Uint8Array])[],
): Promise<void> {
  const values: Value[] = [accountId, id]
  for (const [slice, bytes] of parts) {
    values.push(slice, bytes, sumIn(session, 'sieve', { account_id: accountId, slice, group_id: id, bytes }))
  }
  await session.put(parts.length === 1 ? puttingOne : putting(parts.length), values)
}

function putting(parts: number): string {
  const values = Array.from({ length: parts }, (_, at) => `($1, $${3 * at + 3}, $2, $${3 * at + 4}, $${3 * at + 5})`)
  return `insert into phone_sieves (account_id, slice, group_id, bytes, checksum) values ${values}
     on conflict (account_id, slice, group_id) do update set bytes = excluded.bytes, checksum = excluded.checksum`
}

const puttingOne = putting(1)
