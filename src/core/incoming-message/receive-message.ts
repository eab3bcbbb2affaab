import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { readNumber } from '../number/read-number.ts'
import { closePerson } from '../opt-out/close-person.ts'
import { draftOptOut } from '../opt-out/new-opt-out.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Transaction } from '../ports.ts'
import {
  type BroughtMessage,
  briefIncomingMessage,
  type IncomingMessage,
  type ReceivedMessage,
} from './incoming-message.ts'
import { isStopWord } from './stop-words.ts'

/** The longest text: more than any carrier can bring in 255 parts. */
const mostCharacters = 40_000
const mostAddressCharacters = 50

/**
 * Takes a message that came in, tells webhooks of it, and closes its writer for messages where it says nothing but a word such as
 * STOP. Returns it; `undefined` for one that was taken before.
 *
 * @throws Refusal `missing_value` or `invalid_value` of `from`, `to` or `text`.
 */
export async function receiveMessage(
  core: Core,
  caller: Caller,
  brought: BroughtMessage,
): Promise<IncomingMessage | undefined> {
  mustBeAllowed(caller, 'message.add')
  const { accountId } = caller
  const plan = await planOfAccount(core, accountId)
  const [from, to] = [addressOf(plan, brought.from, 'from'), addressOf(plan, brought.to, 'to')]
  const { text, carrier, carrierId, alike } = brought
  if (!text.isWellFormed() || text.includes('\u0000') || text.length > mostCharacters) {
    throw new Refusal('invalid_value', `the text must be one of at most ${mostCharacters} characters`, 'text')
  }
  const now = core.clock.now()
  const optsOut = isStopWord(core.messageRules.stopWords, text)
  return core.store.write(authorOf(caller), async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    if (carrierId !== null && (await tx.incomingMessages.has(accountId, carrier, carrierId))) {
      return { answer: undefined, change: null }
    }
    const again = { from, to, text, carrier }
    if (alike && (await tx.incomingMessages.countAlike(accountId, again, alike)) >= alike.nth) {
      return { answer: undefined, change: null }
    }
    const message: IncomingMessage = {
      ...{ accountId, hexId: core.ids.hexId(), from, to, text, carrier, carrierId, optsOut, receivedAt: now },
      id: await tx.allocate(accountId, 'incoming-message', 1),
      answers: await tx.incomingMessages.answered(accountId, plan.spellingsOf(from), plan.spellingsOf(to)),
    }
    await tx.incomingMessages.insert(message)
    await tx.effects.tell(accountId, { kind: 'message-received', extension: '', message: toldOf(message) })
    if (optsOut) await close(caller, tx, plan, message)
    const after = briefIncomingMessage(message)
    const change = { noun: 'incoming-message', verb: 'add', subject: message.hexId, before: null, after } as const
    return { answer: message, change }
  })
}

/** A number in international form where it has one. Who writes may have no number: a bank has a name. */
function addressOf(plan: NumberPlan, given: string, field: 'from' | 'to'): string {
  const text = given.trim()
  if (text === '') throw new Refusal('missing_value', 'a message comes from somebody, and to a number', field)
  if (text.length > mostAddressCharacters || !text.isWellFormed() || /\p{Cc}/u.test(text)) {
    throw new Refusal('invalid_value', `must be a text of at most ${mostAddressCharacters} characters`, field)
  }
  const read = readNumber(text)
  return 'number' in read ? plan.keyOf(read.number) : text
}

async function close(caller: Caller, tx: Transaction, plan: NumberPlan, message: IncomingMessage): Promise<void> {
  const { accountId, hexId, from: number, text, receivedAt } = message
  if ('problem' in readNumber(number)) return
  await tx.effects.tell(accountId, {
    kind: 'number-unsubscribed',
    extension: '',
    message: { hexId, from: number, text, receivedAt },
  })
  const reason = `wrote ${text.trim().slice(0, 50)}`
  const closing = { number, channel: 'messages', reason, unsubscribeReason: 6, source: 'message' } as const
  await closePerson(tx, plan, draftOptOut(plan, caller, closing, receivedAt))
}

function toldOf({ hexId, from, to, text, receivedAt, answers }: IncomingMessage): ReceivedMessage {
  return { hexId, from, to, text, receivedAt, answers }
}
