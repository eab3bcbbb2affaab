import { findContacts } from '../../../core/contact/find-contacts.ts'
import { shared } from '../../schemas.ts'
import { expandQuery } from '../about.ts'
import { listAnswer } from '../list-answer.ts'
import { readListQuery } from '../list-query.ts'
import { operation } from '../operation.ts'
import { contactContract, contactEntity } from './contact.wire.ts'
import { contactShapes } from './expand.ts'

/** Lists the contacts of the account. */
export const contactsList = operation({
  method: 'GET',
  path: 'contacts',
  role: 'Contacts (read)',
  cacheSeconds: 600,
  about: () => ({ summary: 'List the contacts', query: expandQuery, data: shared('Contact'), isList: true }),
  async answer(core, call) {
    const { page, filter, sort } = readListQuery(call.parameters, contactEntity)
    const [first, ...thenBy] = sort
    const found = await findContacts(core, call.caller, { ...(filter && { filter }), sort: first, thenBy }, page)
    const items = await contactShapes(core, call, found.items)
    return listAnswer(call, { path: 'contacts', contract: contactContract }, page, { ...found, items })
  },
})
