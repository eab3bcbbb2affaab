import { Refusal } from '../errors.ts'
import { briefMessage, type Message } from '../message/message.ts'
import { dropMessage } from '../message/stop-messages.ts'
import type { Shelf } from './shelf.ts'

/**
 * Undoes that a message was queued, as long as it has not left, and that a budget was set. Nothing else of messages is undone: a
 * change does not keep their texts and numbers, so that what is forgotten is forgotten.
 */
export const messageShelf: Shelf = {
  async current(tx, accountId, state) {
    if ('budget' in state) {
      const { budget } = await tx.messages.charge(accountId, 0, 0)
      return { accountId, budget }
    }
    const found = await tx.messages.lock(accountId, { id: state.id as number })
    if (!found) return null
    if (found.claimedBy !== null) throw new Refusal('conflict', 'the message is leaving right now')
    return briefMessage(found)
  },
  async put(tx, current, wanted, core) {
    if (wanted && 'budget' in wanted) {
      return tx.messages.setBudget(wanted.accountId as number, wanted.budget as number | null)
    }
    if (wanted || !current) {
      throw new Refusal('invalid_value', 'a removed message does not come back: changes do not keep its text')
    }
    const { accountId, id } = current as unknown as Message
    const found = await tx.messages.lock(accountId, { id })
    if (found) await dropMessage(tx, found, core.clock.now())
  },
}
