import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { briefIncomingMessage, type IncomingMessageRef } from './incoming-message.ts'

/**
 * Removes a message that came in. An opt-out that it was stays.
 *
 * @throws Refusal `not_found`.
 */
export async function removeIncomingMessage(core: Core, caller: Caller, ref: IncomingMessageRef): Promise<void> {
  mustBeAllowed(caller, 'message.remove')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    const message = mustExist(await tx.incomingMessages.lock(accountId, ref), 'message')
    await tx.incomingMessages.remove(message)
    const before = briefIncomingMessage(message)
    const change = { noun: 'incoming-message', verb: 'remove', subject: message.hexId, before, after: null } as const
    return { answer: undefined, change }
  })
}
