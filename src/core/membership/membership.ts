import type { Contact } from '../contact/contact.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { Group } from '../group/group.ts'
import type { Transaction } from '../ports.ts'

/** A contact in a group, or a contact that is to be in it. */
export interface Membership {
  readonly groupId: number
  readonly contactId: number
}

/** Both sides of a membership, locked. */
export interface MembershipSides {
  readonly group: Group
  readonly contact: Contact
}

/**
 * Locks the group, then the contact.
 *
 * @throws Refusal `not_found` when there is no such group; `invalid_value` of `contactId` when there is no such contact.
 */
export async function lockMembership(tx: Transaction, accountId: number, wanted: Membership): Promise<MembershipSides> {
  const group = mustExist(await tx.groups.lock(accountId, { id: wanted.groupId }), 'group')
  const contact = await tx.contacts.lock(accountId, { id: wanted.contactId })
  if (!contact) throw new Refusal('invalid_value', 'there is no such contact', 'contactId')
  return { group, contact }
}
