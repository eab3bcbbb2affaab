import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { normalizePhone } from '../list/normalize-phone.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Group } from './group.ts'

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
  readonly groups: readonly Group[]
  readonly next: number | null
}

/**
 * The groups whose lists have this phone now. Phones are compared as they are stored: `+49…` and `0049…` are two. The
 * cost is about a microsecond for each group of the account, and a look into the list of each group that is named.
 *
 * @throws Refusal `invalid_value` of `phone` when it is empty, of `limit` when it is not from 1 to {@link
 * groupsOfPhoneAtMost}.
 */
export async function findGroupsOfPhone(
  core: Core,
  caller: Caller,
  phone: string,
  { after = 0, limit = 100 }: PhonePage = {},
): Promise<GroupsOfPhone> {
  mustBeAllowed(caller, 'group.find')
  const wanted = normalizePhone(phone)
  if (wanted === '') throw new Refusal('invalid_value', 'say which phone', 'phone')
  if (!(limit >= 1 && limit <= groupsOfPhoneAtMost)) {
    throw new Refusal('invalid_value', `the limit must be from 1 to ${groupsOfPhoneAtMost}`, 'limit')
  }
  const found = await core.store.groups.ofPhone(caller.accountId, wanted, { after, limit: limit + 1 })
  const groups = found.slice(0, limit)
  return { groups, next: found.length > limit ? (groups.at(-1)?.id ?? null) : null }
}
