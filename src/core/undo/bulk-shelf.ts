import { type Bulk, briefBulk } from '../bulk/bulk.ts'
import { Refusal } from '../errors.ts'
import type { Shelf } from './shelf.ts'

/**
 * Undoes that a bulk was made, before any message of it is, and a pause or its end. A bulk that was cancelled does not go on: the
 * messages that waited are stopped.
 */
export const bulkShelf: Shelf = {
  async current(tx, accountId, state) {
    const found = await tx.bulks.lock(accountId, { id: state.id as number })
    return found ? briefBulk(found) : null
  },
  async put(tx, current, wanted) {
    const ref = { id: (current ?? wanted)?.id as number }
    const found = current && (await tx.bulks.lock(current.accountId as number, ref))
    if (!found) throw new Refusal('invalid_value', 'a removed bulk does not come back: changes do not keep its text')
    const state = wanted?.state as Bulk['state'] | undefined
    if (state === undefined) {
      if (found.state === 'new' || found.state === 'empty') return tx.bulks.remove(found)
      throw new Refusal('conflict', `the bulk is ${found.state}: it can be cancelled as long as it has not ended`)
    }
    if (found.state === 'cancelled') throw new Refusal('conflict', 'a bulk that was cancelled does not go on')
    await tx.bulks.setState({ ...found, state })
  },
}
