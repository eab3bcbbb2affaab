import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { ContactRef } from './contact.ts'
import { lockWithGroups } from './lock-with-groups.ts'

/**
 * Removes a contact, also from the groups that it is in.
 *
 * @throws Refusal `not_found`.
 */
export function removeContact(core: Core, caller: Caller, ref: ContactRef): Promise<void> {
  mustBeAllowed(caller, 'contact.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const { contact, groupIds } = mustExist(await lockWithGroups(tx, caller.accountId, ref), 'contact')
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
