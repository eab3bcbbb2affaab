import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { type Contact, type ContactFields, nobody } from './contact.ts'
import { nameContact } from './name-contact.ts'

/** A contact to be made. */
export interface NewContact extends ContactFields {
  readonly number: string
  /** The group that it is to be in from the start. */
  readonly groupId?: number
}

/**
 * Makes a contact. Neither names nor numbers need be unique.
 *
 * @throws Refusal `not_found` when the account has no group `groupId`.
 */
export function createContact(core: Core, caller: Caller, wanted: NewContact): Promise<Contact> {
  mustBeAllowed(caller, 'contact.add')
  const { groupId, ...fields } = wanted
  return core.store.write(authorOf(caller), async (tx) => {
    const group = groupId === undefined ? undefined : await tx.groups.lock(caller.accountId, { id: groupId })
    if (groupId !== undefined) mustExist(group, 'group')
    const id = await tx.allocate(caller.accountId, 'contact', 1)
    const contact: Contact = { ...makeContact(core, caller.accountId, fields), id }
    await tx.contacts.insert(contact)
    if (group) await tx.memberships.insertMany(group, [id])
    return {
      answer: contact,
      change: {
        noun: 'contact',
        verb: 'add',
        subject: contact.name,
        before: null,
        after: { ...contact, groupIds: group ? [group.id] : [] },
      },
    }
  })
}

/** A contact that is not in the book yet: its id is 0. */
export function makeContact(
  core: Core,
  accountId: number,
  fields: ContactFields & { readonly number: string },
): Contact {
  const now = core.clock.now()
  return {
    ...{ accountId, id: 0, hexId: core.ids.hexId() },
    ...nobody,
    description: '',
    ...fields,
    ...nameContact({ name: '', firstName: null, lastName: null }, fields),
    ...{ createdAt: now, updatedAt: now },
  }
}
