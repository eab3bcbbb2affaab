import type { Caller } from '../caller.ts'
import type { Contact } from '../contact/contact.ts'
import { contactColumns, idTitle } from '../contact/contact-columns.ts'
import { contactsAtMost, findContactPage } from '../contact/find-contact-page.ts'
import type { Core } from '../core.ts'
import type { WrittenSheet } from '../import/record-file.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { pagedSheet, type ShownColumn } from './paged-sheet.ts'

/** The contacts of an account as records, in the order in which they were added. */
export function contactSheet(core: Core, caller: Caller): WrittenSheet {
  mustBeAllowed(caller, 'contact.find')
  return sheetOf(core, caller, [{ title: idTitle, show: ({ hexId }) => hexId }, ...contactColumns])
}

/** The contacts of an account as cards: numbers, names, e-mail addresses and descriptions. All else is left out. */
export function contactCards(core: Core, caller: Caller): WrittenSheet {
  mustBeAllowed(caller, 'contact.find')
  return sheetOf(core, caller, [
    { title: 'number', show: ({ number }) => number },
    { title: 'name', show: ({ name }) => name },
    { title: 'first_name', show: ({ firstName }) => firstName ?? '' },
    { title: 'last_name', show: ({ lastName }) => lastName ?? '' },
    { title: 'email', show: ({ email }) => email ?? '' },
    { title: 'note', show: ({ description }) => description },
  ])
}

function sheetOf(core: Core, caller: Caller, columns: readonly ShownColumn<Contact>[]): WrittenSheet {
  return pagedSheet(columns, async (after) => {
    const { contacts, next } = await findContactPage(core, caller, [{}], { after, limit: contactsAtMost })
    return { things: contacts, next }
  })
}
