import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Contact, ContactFields } from './contact.ts'

/** A contact to be made. */
export interface NewContact extends ContactFields {
  readonly name: string
  readonly number: string
}

/** Makes a contact. Neither names nor numbers need be unique. */
export function createContact(core: Core, caller: Caller, wanted: NewContact): Promise<Contact> {
  return core.store.write(authorOf(caller), async (tx) => {
    const now = core.clock.now()
    const contact: Contact = {
      accountId: caller.accountId,
      id: await tx.allocate(caller.accountId, 'contact', 1),
      hexId: core.ids.hexId(),
      name: wanted.name,
      number: wanted.number,
      description: wanted.description ?? '',
      createdAt: now,
      updatedAt: now,
    }
    await tx.contacts.insert(contact)
    return {
      answer: contact,
      change: { noun: 'contact', verb: 'add', subject: contact.name, before: null, after: { ...contact } },
    }
  })
}
