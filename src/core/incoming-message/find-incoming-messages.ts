import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { Page, PageRequest, Sort } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type {
  IncomingMessage,
  IncomingMessageField,
  IncomingMessageQuery,
  IncomingMessageRef,
} from './incoming-message.ts'

/** A page of the messages that came in. Without a `sort` the newest comes first. */
export function findIncomingMessages(
  core: Core,
  caller: Caller,
  { filter, sort = [] }: IncomingMessageQuery & { readonly sort?: readonly Sort<IncomingMessageField>[] },
  page: PageRequest,
): Promise<Page<IncomingMessage>> {
  mustBeAllowed(caller, 'message.find')
  const order = sort.length > 0 ? sort : [{ by: 'id', descending: true } as const]
  return core.store.incomingMessages.page(caller.accountId, { ...(filter && { filter }), sort: order }, page)
}

/**
 * One message that came in.
 *
 * @throws Refusal `not_found`.
 */
export async function getIncomingMessage(
  core: Core,
  caller: Caller,
  ref: IncomingMessageRef,
): Promise<IncomingMessage> {
  mustBeAllowed(caller, 'message.find')
  return mustExist(await core.store.incomingMessages.get(caller.accountId, ref), 'message')
}
