import type { Bulk, BulkState } from '../bulk/bulk.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { IncomingMessage } from '../incoming-message/incoming-message.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Message } from './message.ts'

/** What was written to a number and by it, and which bulks may still come to it. */
export interface MessagesOfNumber {
  /** The newest first: those that wait, and then those that left. */
  readonly sent: readonly Message[]
  readonly received: readonly IncomingMessage[]
  /** Bulks that have not come to it, with the ids of the groups by which they would. */
  readonly coming: readonly { readonly bulk: Bulk; readonly groupIds: readonly number[] }[]
}

/** Messages of each direction that are told at the most. */
const messagesAtMost = 10
/** Bulks that are looked through at the most. */
const bulksAtMost = 1000

const open: readonly BulkState[] = ['new', 'running', 'paused']

/**
 * What was written to a number and by it, and which bulks may still come to it because of a group that holds it now. Numbers of a
 * bulk's own are not looked through: there may be a million of them.
 */
export async function explainMessages(
  core: Core,
  caller: Caller,
  number: string,
  holdingGroupIds: readonly number[],
): Promise<MessagesOfNumber> {
  mustBeAllowed(caller, 'message.find')
  const { accountId } = caller
  const { messages, incomingMessages, bulks } = core.store
  const plan = await planOfAccount(core, accountId)
  const spellings = [...new Set([plan.keyOf(number), number])]
  const sent = await messages.toNumber(accountId, spellings, messagesAtMost)
  const received = await incomingMessages.fromNumber(accountId, spellings, messagesAtMost)
  if (holdingGroupIds.length === 0) return { sent, received, coming: [] }
  const { items } = await bulks.page(accountId, { states: open }, { start: 0, count: bulksAtMost })
  const coming = items.flatMap((bulk) => {
    const groupIds = bulk.groupIds.filter((id) => holdingGroupIds.includes(id))
    const hasCome = sent.some(({ bulkId }) => bulkId === bulk.id)
    return groupIds.length > 0 && !hasCome ? [{ bulk, groupIds }] : []
  })
  return { sent, received, coming }
}
