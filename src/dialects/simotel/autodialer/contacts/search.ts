import { findContacts } from '../../../../core/contact/find-contacts.ts'
import { found } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { pageOf, readConditions, readPagination } from '../../search.ts'
import { contactColumns, contactRow } from './contact.wire.ts'

/** Finds contacts by name, number and description, in the order of their names unless another is asked for. */
export const contactsSearch = operation({
  name: 'autodialer/contacts/search',
  page: '5-Autodialer_API/2-contact/2-contact_search.md',
  async handle(core, { caller, body, settings }) {
    const conditions = readConditions(body, ['name', 'number', 'description'])
    const page = readPagination(body, contactColumns, { name: 1 })
    const { items, total } = await findContacts(core, caller, { ...conditions, sort: page.sort }, page.request)
    return found(
      pageOf(
        page,
        total,
        items.map((contact) => contactRow(contact, settings.timeZone)),
      ),
    )
  },
})
