import { findContacts } from '../../../../core/contact/find-contacts.ts'
import { exactly } from '../../../schemas.ts'
import { pageOfRows } from '../../about.ts'
import { found, withRevisions } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { pageOf, paginationSchema, readConditions, readPagination, searchBody } from '../../search.ts'
import { contactColumns, contactRow, shownContact } from './contact.wire.ts'

const names = ['name', 'number', 'description'] as const

/** Finds contacts by name, number and description, in the order of their names unless another is asked for. */
export const contactsSearch = operation({
  name: 'autodialer/contacts/search',
  page: '5-Autodialer_API/2-contact/2-contact_search.md',
  about: () => ({
    summary: 'Find contacts',
    body: searchBody(names, { pagination: paginationSchema(contactColumns) }),
    data: pageOfRows(exactly(shownContact)),
  }),
  async handle(core, { caller, body, settings, headers }) {
    const conditions = readConditions(body, names)
    const page = readPagination(body, contactColumns, { name: 1 })
    const { items, total } = await findContacts(core, caller, { ...conditions, sort: page.sort }, page.request)
    const rows = items.map((contact) => contactRow(contact, settings.timeZone))
    return withRevisions({ headers }, items, found(pageOf(page, total, rows)))
  },
})
