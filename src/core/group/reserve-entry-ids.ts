import type { Transaction } from '../ports.ts'
import type { Group } from './group.ts'

/** Ids are reserved in ranges, so that small writes rarely touch the account's sequence. */
const smallestReservation = 256

type Reservation = Pick<Group, 'nextEntryId' | 'endEntryId'>

/** Takes `count` consecutive entry ids for a group: from what it has reserved, else from a new range of the account. */
export async function reserveEntryIds(
  tx: Transaction,
  group: Pick<Group, 'accountId' | 'id'> & Reservation,
  count: number,
): Promise<{ readonly first: number; readonly reserved: Reservation }> {
  let { nextEntryId: first, endEntryId } = group
  if (first + count > endEntryId) {
    const size = Math.max(count, smallestReservation)
    first = await tx.allocate(group.accountId, 'entry', size)
    endEntryId = first + size
    await tx.groups.insertEntryRange(group, first, endEntryId)
  }
  return { first, reserved: { nextEntryId: first + count, endEntryId } }
}
