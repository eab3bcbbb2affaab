import type { ContactState } from '../contact/contact-steps.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { Group } from '../group/group.ts'
import type { Transaction } from '../ports.ts'

/** Contacts in a group, or contacts that are to be in it. */
export interface Memberships {
  readonly groupId: number
  readonly contactIds: readonly number[]
}

/** A group, and those of the contacts that are there, with the groups that they are in. */
export interface LockedMemberships {
  readonly group: Group
  /** The ids that were named, each once. */
  readonly ids: readonly number[]
  readonly states: ReadonlyMap<number, ContactState>
}

/** Contacts of one call, at the most: others wait until all of them are written. */
export const contactsAtMost = 10_000

/**
 * Locks the group, then the contacts.
 *
 * @throws Refusal `invalid_value` of `contactIds` for more than {@link contactsAtMost}; `not_found` when there is no such group.
 */
export async function lockMemberships(
  tx: Transaction,
  accountId: number,
  { groupId, contactIds }: Memberships,
): Promise<LockedMemberships> {
  const ids = [...new Set(contactIds)]
  if (ids.length > contactsAtMost) {
    throw new Refusal('invalid_value', `more than ${contactsAtMost} contacts at once`, 'contactIds')
  }
  const group = mustExist(await tx.groups.lock(accountId, { id: groupId }), 'group')
  const contacts = await tx.contacts.lockMany(accountId, ids)
  const memberships = await tx.memberships.ofContacts(accountId, ids)
  const groupIds = Map.groupBy(memberships, ({ contactId }) => contactId)
  const states = contacts.map((contact): [number, ContactState] => [
    contact.id,
    { ...contact, groupIds: (groupIds.get(contact.id) ?? []).map((each) => each.groupId) },
  ])
  return { group, ids, states: new Map(states) }
}
