import type { Transaction } from '../ports.ts'
import type { Group } from './group.ts'

/** The smallest range of ids that is reserved, so that small writes rarely touch the account's sequence. */
const smallestReservation = 256

type Reservation = Pick<Group, 'nextEntryId' | 'endEntryId'>

/**
 * Takes `count` consecutive entry ids for a group: from its reserved ids, else from a new range of the account. With
 * the reserved ids 300 to 512 and a `count` of 5 the first is 300, and 305 to 512 stay reserved. With a `count` of 400
 * a new range of 400 ids takes the place of the reserved one.
 */
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
