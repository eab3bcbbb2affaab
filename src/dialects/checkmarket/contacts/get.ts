import { getContact } from '../../../core/contact/get-contact.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { shared } from '../../schemas.ts'
import { expandQuery } from '../about.ts'
import { pathId } from '../ids.ts'
import { operation } from '../operation.ts'
import { contactShapes } from './expand.ts'

/** Shows one contact. */
export const contactsGet = operation({
  method: 'GET',
  path: 'contacts/{ContactId}',
  role: 'Contacts (read)',
  about: () => ({ summary: 'Show a contact', query: expandQuery, data: shared('Contact') }),
  async answer(core, call) {
    const contact = await getContact(core, call.caller, { id: pathId(call, 'ContactId') })
    const [shape] = await contactShapes(core, call, [contact])
    return { data: shape ?? null, revision: revisionOf(contact) }
  },
})
