import type { Core } from '../core.ts'
import type { EntryDetails } from '../entry/entry.ts'
import { type ColumnTitles, noColumns } from '../group/group.ts'
import type { EntryList } from '../list/entry-list.ts'
import { EntryListBuilder } from '../list/entry-list-builder.ts'
import { storedPhone } from '../list/stored-phone.ts'
import type { Contact } from './contact.ts'

/** The titles of the columns that linked contacts have in a text: `Dear [First name]`. */
export const contactTitles: ColumnTitles = { ...noColumns, a: 'Name', b: 'First name', c: 'Last name', d: 'Email' }

const readAtOnce = 2000

/** The numbers of the contacts that are linked to groups, each once, with what a text can say of them. Contacts without a number are left out. */
export async function linkedNumbers(core: Core, accountId: number, groupIds: readonly number[]): Promise<EntryList> {
  const list = new EntryListBuilder('groups')
  for (const groupId of new Set(groupIds)) {
    const group = await core.store.groups.get(accountId, { id: groupId })
    if (!group?.contactCount) continue
    for (let after = 0; ; ) {
      const contacts = await core.store.contacts.slice(accountId, { groupId }, { after, limit: readAtOnce })
      for (const contact of contacts) {
        if (contact.number !== '') list.add({ phone: storedPhone(contact.number), details: detailsOf(contact) })
      }
      if (contacts.length < readAtOnce) break
      after = contacts.at(-1)?.id ?? after
    }
  }
  return list.build()
}

function detailsOf({ name, firstName, lastName, email }: Contact): EntryDetails {
  return {
    ...(name !== '' && { a: name }),
    ...(firstName && { b: firstName }),
    ...(lastName && { c: lastName }),
    ...(email && { d: email }),
  }
}
