import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { planAndWrite } from '../sheet/sheet-import.ts'
import type { Contact } from './contact.ts'
import { findNamedContact } from './find-named-contact.ts'
import { writeContacts } from './write-contacts.ts'

/** Contacts that a subject names. */
const namedAtMost = 20

/**
 * Removes the contacts that these texts name as one change, also from their groups, and returns them as they were.
 *
 * @throws Refusal `not_found` or `conflict`, as {@link findNamedContact} does: then none is removed.
 */
export async function removeContacts(core: Core, caller: Caller, named: readonly string[]): Promise<Contact[]> {
  mustBeAllowed(caller, 'contact.remove')
  const find = async () => {
    const found = new Map<number, Contact>()
    for (const text of named) {
      const contact = await findNamedContact(core, caller, text)
      found.set(contact.id, contact)
    }
    return [...found.values()]
  }
  return planAndWrite(find, (contacts) => {
    const names = contacts.slice(0, namedAtMost).map(({ id, name }) => name || String(id))
    const more = contacts.length > namedAtMost ? ` and ${contacts.length - namedAtMost} more` : ''
    const writes = contacts.map((before) => ({ before, after: undefined }))
    return writeContacts(core, caller, names.join(', ') + more, writes)
  })
}
