import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Contact, ContactFields, ContactRef } from './contact.ts'
import { nameContact } from './name-contact.ts'

/**
 * Changes a contact and returns it as it is now.
 *
 * @throws Refusal `not_found`.
 */
export function updateContact(core: Core, caller: Caller, ref: ContactRef, update: ContactFields): Promise<Contact> {
  mustBeAllowed(caller, 'contact.update')
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.contacts.lock(caller.accountId, ref), 'contact')
    const after = changeContact(core, before, update)
    await tx.contacts.update(after)
    return {
      answer: after,
      change: { noun: 'contact', verb: 'update', subject: after.name, ...difference({ ...before }, { ...after }) },
    }
  })
}

/** A contact as it is after an update. */
export function changeContact(core: Core, before: Contact, update: ContactFields): Contact {
  return { ...before, ...update, ...nameContact(before, update), updatedAt: core.clock.now() }
}
