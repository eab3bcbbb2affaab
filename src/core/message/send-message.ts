import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { briefMessage, type Message } from './message.ts'
import { draftMessage, type NewMessage } from './new-message.ts'
import { mustBeWithin } from './spend.ts'

/**
 * Queues a message, and charges the account for it. A sender takes it from there when it is due, and asks then whether the number
 * may be written to.
 *
 * @throws Refusal `missing_value` or `invalid_value` of the field at fault; `over_budget`.
 */
export async function sendMessage(core: Core, caller: Caller, wanted: NewMessage): Promise<Message> {
  mustBeAllowed(caller, 'message.add')
  const { accountId } = caller
  const draft = await draftMessage(core, caller, wanted)
  const { budget } = core.messageRules
  return core.store.write(authorOf(caller), async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    const message: Message = { ...draft, id: await tx.allocate(accountId, 'message', 1) }
    mustBeWithin(budget, await tx.messages.charge(accountId, message.price, message.createdAt))
    await tx.messages.insert(accountId, [message])
    const after = briefMessage(message)
    return { answer: message, change: { noun: 'message', verb: 'add', subject: message.hexId, before: null, after } }
  })
}

/** Tells what {@link sendMessage} would do, and writes nothing. */
export async function tryMessage(core: Core, caller: Caller, wanted: NewMessage): Promise<Message> {
  mustBeAllowed(caller, 'message.add')
  const draft = await draftMessage(core, caller, wanted)
  const { budget } = core.messageRules
  mustBeWithin(budget, await core.store.messages.spending(caller.accountId), draft.price)
  return { ...draft, id: 0 }
}
