import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { isDialCode, storedPhone } from '../list/stored-phone.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { readNumber } from '../number/read-number.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { HoldingGroup } from './group-port.ts'

/** The most groups in one answer. A phone may be in every group, and the list of each named group is looked into. */
export const groupsOfPhoneAtMost = 1000

/** The page to find: at most `limit` groups with ids above `after`. */
export interface PhonePage {
  readonly after?: number
  readonly limit?: number
}

/**
 * Some groups that have a phone, in the order of their ids. `next` is the `after` of the next page; `null` when there
 * is none.
 */
export interface GroupsOfPhone {
  /** The phone as the book keeps it, as `09121112233` of `0912 111 2233`. */
  readonly phone: string
  /** The reason for which the phone is no number, so that nothing is ever sent to it; `null` for a number. */
  readonly problem: string | null
  readonly groups: readonly HoldingGroup[]
  readonly next: number | null
}

/**
 * The groups whose lists have this number now, each once, with the spellings in which it holds the number. All spellings
 * that are one number in the account's country are looked up at once. The cost is about a microsecond for each group of
 * the account, and a look into the list of each group that is named.
 *
 * A text that is no number is found only as it is stored, as LOX24's `reception`.
 *
 * @throws Refusal `invalid_value` of `phone` when it is empty, or neither a number nor a code to dial, and in no group; of
 * `limit` when it is not from 1 to {@link groupsOfPhoneAtMost}.
 */
export async function findGroupsOfPhone(
  core: Core,
  caller: Caller,
  given: string,
  { after = 0, limit = 100 }: PhonePage = {},
): Promise<GroupsOfPhone> {
  mustBeAllowed(caller, 'group.find')
  if (given.trim() === '') throw new Refusal('invalid_value', 'say which phone', 'phone')
  if (!(limit >= 1 && limit <= groupsOfPhoneAtMost)) {
    throw new Refusal('invalid_value', `the limit must be from 1 to ${groupsOfPhoneAtMost}`, 'limit')
  }
  const read = readNumber(given)
  const phone = storedPhone(given)
  const spellings = 'number' in read ? (await planOfAccount(core, caller.accountId)).spellingsOf(phone) : [phone]
  // A list that an older version wrote may hold the phone just as it was given.
  const wanted = [...new Set([...spellings, given.trim()])]
  const found = await core.store.groups.ofPhones(caller.accountId, wanted, { after, limit: limit + 1 })
  const problem = 'problem' in read ? read.problem : null
  if (problem !== null && found.length === 0 && after === 0 && !isDialCode(phone)) {
    throw new Refusal('invalid_value', `that is no number: it ${problem}. No group holds it as a text either`, 'phone')
  }
  const groups = found.slice(0, limit)
  return { phone, problem, groups, next: found.length > limit ? (groups.at(-1)?.id ?? null) : null }
}
