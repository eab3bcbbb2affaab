import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { Page, PageRequest, Sort } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Message, MessageField, MessageQuery, MessageRef } from './message.ts'
import { budgetOf } from './spend.ts'

/** A page of the account's messages. Without a `sort` the newest comes first. */
export function findMessages(
  core: Core,
  caller: Caller,
  { filter, sort = [] }: MessageQuery & { readonly sort?: readonly Sort<MessageField>[] },
  page: PageRequest,
): Promise<Page<Message>> {
  mustBeAllowed(caller, 'message.find')
  const order = sort.length > 0 ? sort : [{ by: 'id', descending: true } as const]
  return core.store.messages.page(caller.accountId, { ...(filter && { filter }), sort: order }, page)
}

/**
 * One message.
 *
 * @throws Refusal `not_found`.
 */
export async function getMessage(core: Core, caller: Caller, ref: MessageRef): Promise<Message> {
  mustBeAllowed(caller, 'message.find')
  return mustExist(await core.store.messages.get(caller.accountId, ref), 'message')
}

/** What an account has left for messages, in millionths, and since when; null for no limit. */
export interface Balance {
  readonly left: number | null
  readonly spent: number
  readonly changedAt: number | null
}

/** What the account has spent on messages, and what it has left. */
export async function findBalance(core: Core, caller: Caller): Promise<Balance> {
  mustBeAllowed(caller, 'message.find')
  const spending = await core.store.messages.spending(caller.accountId)
  const { spent, changedAt } = spending
  const budget = budgetOf(core.messageRules.budget, spending)
  return { left: budget === null ? null : budget - spent, spent, changedAt }
}
