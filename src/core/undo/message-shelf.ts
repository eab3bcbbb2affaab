import { Refusal } from '../errors.ts'
import { briefMessage, type Message } from '../message/message.ts'
import { dropMessage } from '../message/stop-messages.ts'
import type { Shelf } from './shelf.ts'

/**
 * Undoes that a message was queued, as long as it has not left. Nothing else of messages is undone: a change does not keep their
 * texts and numbers, so that what is forgotten is forgotten.
 */
export const messageShelf: Shelf = {
  async current(tx, accountId, state) {
    const found = await tx.messages.lock(accountId, { id: state.id as number })
    if (!found) return null
    if (found.claimedBy !== null) throw new Refusal('conflict', 'the message is leaving right now')
    return briefMessage(found)
  },
  async put(tx, current, wanted, core) {
    if (wanted || !current) {
      throw new Refusal('invalid_value', 'a removed message does not come back: changes do not keep its text')
    }
    const { accountId, id } = current as unknown as Message
    const found = await tx.messages.lock(accountId, { id })
    if (found) await dropMessage(tx, found, core.clock.now())
  },
}
