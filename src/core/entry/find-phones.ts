import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { getGroup } from '../group/get-group.ts'
import type { Group, GroupRef } from '../group/group.ts'
import { storedPhone } from '../list/stored-phone.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { readNumber } from '../number/read-number.ts'
import type { Page, PageRequest } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** Some phones of a group, in the order of its list, and how many there are in all. */
export interface PhonesOfGroup extends Page<string> {
  readonly group: Group
}

/**
 * One page of the phones of a group. With a number they are only the spellings in which the group has it, which cost the same in every
 * list.
 *
 * @throws Refusal `not_found`.
 */
export async function findPhones(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  page: PageRequest,
  number?: string,
): Promise<PhonesOfGroup> {
  mustBeAllowed(caller, 'entry.find')
  const { accountId } = caller
  const group = await getGroup(core, caller, ref)
  if (number === undefined) {
    const entries = await core.store.lists.entries(accountId, group.listId, page)
    return { group, items: entries.map(({ phone }) => phone), total: group.count }
  }
  const phone = storedPhone(number)
  const isNumber = 'number' in readNumber(phone)
  const spellings = isNumber ? (await planOfAccount(core, accountId)).spellingsOf(phone) : [phone]
  const known = await core.store.lists.byPhones(accountId, group.listId, spellings)
  const held = spellings.filter((each) => known.has(each))
  return { group, items: held.slice(page.start, page.start + page.count), total: held.length }
}
