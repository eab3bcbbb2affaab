import type { Transaction } from '../ports.ts'
import type { Membership } from './membership.ts'

/** Puts a contact back into a group, as far as both are still there. */
export async function relink(tx: Transaction, accountId: number, { groupId, contactId }: Membership): Promise<void> {
  const group = await tx.groups.lock(accountId, { id: groupId })
  const contact = await tx.contacts.lock(accountId, { id: contactId })
  if (group && contact) await tx.memberships.insert(group, contact)
}
