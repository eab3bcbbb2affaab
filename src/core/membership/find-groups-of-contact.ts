import type { Contact } from '../contact/contact.ts'
import type { Core } from '../core.ts'
import type { Group } from '../group/group.ts'

/** The groups that a contact is in. The contact has been read for its caller, and is of its account. */
export function findGroupsOfContact(core: Core, contact: Contact): Promise<Group[]> {
  return core.store.memberships.groupsOf(contact)
}
