import { LostRace } from '../errors.ts'
import type { Group } from '../group/group.ts'
import type { Transaction } from '../ports.ts'
import type { Contact, ContactRef } from './contact.ts'

/** A contact and the groups that it is in, all locked. */
export interface ContactWithGroups {
  readonly contact: Contact
  readonly groupIds: readonly number[]
}

/**
 * Locks a contact for its removal: its groups first, then the contact. Returns undefined when there is no such contact.
 *
 * @throws LostRace when the contact came into another group before it was locked.
 */
export async function lockWithGroups(
  tx: Transaction,
  accountId: number,
  ref: ContactRef,
): Promise<ContactWithGroups | undefined> {
  const found = await tx.contacts.get(accountId, ref)
  if (!found) return undefined
  const groups = await lockGroups(tx, accountId, await tx.memberships.groupIdsOf(found))
  const contact = await tx.contacts.lock(accountId, ref)
  if (!contact) return undefined
  const groupIds = await tx.memberships.groupIdsOf(contact)
  if (groupIds.some((id) => !groups.some((group) => group.id === id))) throw new LostRace()
  await lockTreeAbove(tx, accountId, groups)
  return { contact, groupIds }
}

/** Locks the groups with these ids, in the order of their ids. Groups that do not exist are left out. */
export async function lockGroups(tx: Transaction, accountId: number, ids: readonly number[]): Promise<Group[]> {
  const groups: Group[] = []
  for (const id of ids.toSorted((one, other) => one - other)) {
    const group = await tx.groups.lock(accountId, { id })
    if (group) groups.push(group)
  }
  return groups
}

/**
 * Locks the tree of folders where the groups lie in several folders. A contact that comes into these groups, or leaves
 * them, is counted in each of the folders, and only a transaction that holds the tree may lock several folders.
 */
export async function lockTreeAbove(tx: Transaction, accountId: number, groups: readonly Group[]): Promise<void> {
  const folderIds = new Set(groups.map(({ folderId }) => folderId).filter((id) => id !== null))
  if (folderIds.size > 1) await tx.folders.lockTree(accountId)
}
