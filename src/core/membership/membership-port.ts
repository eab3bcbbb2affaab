import type { Contact } from '../contact/contact.ts'
import type { Group } from '../group/group.ts'

/** Reads memberships. */
export interface MembershipReader {
  /** The groups that a contact is in, in the order of their ids. */
  groupsOf(contact: Contact): Promise<Group[]>
  /** The ids of the contacts in a group, in order. */
  contactIdsIn(accountId: number, groupId: number): Promise<number[]>
}

/** Writes memberships; the counts of groups and folders follow. Lock the group first. */
export interface MembershipWriter {
  groupIdsOf(contact: Contact): Promise<number[]>
  contactIdsOf(group: Group): Promise<number[]>
  /** The memberships of these contacts, in the order of the contacts' ids, then of the groups'. */
  ofContacts(
    accountId: number,
    contactIds: readonly number[],
  ): Promise<{ readonly contactId: number; readonly groupId: number }[]>
  /** Puts contacts that are not in it into a group. */
  insertMany(group: Group, contactIds: readonly number[]): Promise<void>
  /** Takes contacts that are in it out of a group. */
  removeMany(group: Group, contactIds: readonly number[]): Promise<void>
  /** Returns false, and writes nothing, when the contact is in the group already. */
  insert(group: Group, contact: Contact): Promise<boolean>
  /** Returns false when the contact was not in the group. */
  remove(group: Group, contact: Contact): Promise<boolean>
  /** Removes the contacts that are in this group and in no other, and returns them. */
  removeOrphansOf(group: Group): Promise<Contact[]>
}
