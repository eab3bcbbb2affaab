import type { Contact, ContactSortField } from '../../../../core/contact/contact.ts'
import { clearable, text } from '../../../fields.ts'
import { type Shown, string } from '../../../schemas.ts'
import { id, jalali } from '../../about.ts'
import { jalaliDate } from '../../dates.ts'
import type { SortColumns } from '../../search.ts'
import { dialNumber } from '../../values.ts'

/** The readers of a contact's members. */
export const contactFields = {
  name: text({ min: 1, max: 255 }),
  number: dialNumber,
  description: clearable(text({ max: 1000 }), ''),
}

/** The columns of a search's answer by which it can be ordered. */
export const contactColumns: SortColumns<ContactSortField> = {
  _id: 'hexId',
  name: 'name',
  number: 'number',
  description: 'description',
  date: 'updatedAt',
}

/** The members of a row of `contacts/search`. */
export const shownContact = { _id: id, name: string, number: string, description: string, date: jalali }

/** A row of `contacts/search`. */
export function contactRow(contact: Contact, timeZone: string): object {
  return {
    _id: contact.hexId,
    name: contact.name,
    number: contact.number,
    description: contact.description,
    date: jalaliDate(contact.updatedAt, timeZone),
  } satisfies Shown<typeof shownContact>
}
