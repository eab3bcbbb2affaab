import type { Caller } from '../caller.ts'
import type { Contact } from '../contact/contact.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { Group } from '../group/group.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/**
 * The groups that a contact of the account is in.
 *
 * @throws Refusal `not_found` for a contact of another account.
 */
export async function findGroupsOfContact(core: Core, caller: Caller, contact: Contact): Promise<Group[]> {
  mustBeAllowed(caller, 'membership.find')
  mustExist(contact.accountId === caller.accountId ? contact : undefined, 'contact')
  return core.store.memberships.groupsOf(contact)
}
