import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import type { Page, PageRequest, Sort } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { LedgerCall } from './call-record.ts'
import type { CallMatch, CallSortField } from './ledger-port.ts'

/** The most calls in one page by key. */
export const callsAtMost = 1000

/** The conditions on calls, with a number in whatever spelling instead of its spellings. */
export type CallSearch = Omit<CallMatch, 'parties'> & { readonly party?: string }

/** Some calls. `next` is the `after` of the next page; `null` when there is none. */
export interface CallPage {
  readonly calls: readonly LedgerCall[]
  readonly next: number | null
}

/** Calls of the account in an order of the caller's choice, some of them, and how many there are. */
export async function findCalls(
  core: Core,
  caller: Caller,
  { sort, ...search }: CallSearch & { readonly sort: Sort<CallSortField> },
  page: PageRequest,
): Promise<Page<LedgerCall>> {
  mustBeAllowed(caller, 'call.find')
  return core.store.ledger.page(caller.accountId, { ...(await spelled(core, caller, search)), sort }, page)
}

/** Calls that ended behind the one with the id `after`, in that order: whoever asks again and again gets each call once. */
export function findEndedCalls(
  core: Core,
  caller: Caller,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly LedgerCall[]> {
  mustBeAllowed(caller, 'call.find')
  return core.store.ledger.ended(caller.accountId, page)
}

/**
 * A page of the account's calls in the order in which they began, by key: a page far behind costs no more than the first.
 *
 * @throws Refusal `invalid_value` of `limit` when it is not from 1 to {@link callsAtMost}.
 */
export async function findCallPage(
  core: Core,
  caller: Caller,
  search: CallSearch,
  { after = 0, limit = 100 }: { readonly after?: number; readonly limit?: number } = {},
): Promise<CallPage> {
  mustBeAllowed(caller, 'call.find')
  if (!(limit >= 1 && limit <= callsAtMost)) {
    throw new Refusal('invalid_value', `the limit must be from 1 to ${callsAtMost}`, 'limit')
  }
  const match = await spelled(core, caller, search)
  const found = await core.store.ledger.slice(caller.accountId, match, { after, limit: limit + 1 })
  const calls = found.slice(0, limit)
  return { calls, next: found.length > limit ? (calls.at(-1)?.id ?? null) : null }
}

/** The shortest number that is looked for in every spelling, as `0912…` and `+98912…`; shorter ones are extensions. */
const wholeNumber = 7

async function spelled(core: Core, caller: Caller, { party, ...match }: CallSearch): Promise<CallMatch> {
  if (party === undefined) return match
  const isWhole = party.replace(/\D/g, '').length >= wholeNumber
  const spellings = isWhole ? (await planOfAccount(core, caller.accountId)).spellingsOf(party) : []
  return { ...match, parties: [...new Set([party, ...spellings])] }
}
