import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { LostRace, mustExist } from '../errors.ts'
import type { Transaction } from '../ports.ts'
import type { Contact, ContactRef } from './contact.ts'

/**
 * Removes a contact, also from the groups that it is in.
 *
 * @throws Refusal `not_found`.
 */
export function removeContact(core: Core, caller: Caller, ref: ContactRef): Promise<void> {
  return core.store.write(authorOf(caller), async (tx) => {
    const { contact, groupIds } = await lockWithGroups(tx, caller.accountId, ref)
    await tx.contacts.remove(contact)
    return {
      answer: undefined,
      change: {
        noun: 'contact',
        verb: 'remove',
        subject: contact.name,
        before: { ...contact, groupIds },
        after: null,
      },
    }
  })
}

/** Locks the groups that a contact is in, then the contact: the order of every write that has to do with both. */
async function lockWithGroups(
  tx: Transaction,
  accountId: number,
  ref: ContactRef,
): Promise<{ readonly contact: Contact; readonly groupIds: readonly number[] }> {
  const locked = await tx.memberships.groupIdsOf(mustExist(await tx.contacts.get(accountId, ref), 'contact'))
  for (const id of locked) await tx.groups.lock(accountId, { id })
  const contact = mustExist(await tx.contacts.lock(accountId, ref), 'contact')
  const groupIds = await tx.memberships.groupIdsOf(contact)
  if (groupIds.some((id) => !locked.includes(id))) throw new LostRace()
  return { contact, groupIds }
}
