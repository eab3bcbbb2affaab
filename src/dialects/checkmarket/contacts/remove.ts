import { removeContact } from '../../../core/contact/remove-contact.ts'
import { boolean } from '../../schemas.ts'
import { pathId } from '../ids.ts'
import { operation } from '../operation.ts'

/** Removes a contact, from every group. */
export const contactsRemove = operation({
  method: 'DELETE',
  path: 'contacts/{ContactId}',
  role: 'Contacts (write)',
  revises: 'contact',
  about: () => ({ summary: 'Remove a contact from every group', data: boolean }),
  async answer(core, call) {
    await removeContact(core, call.caller, { id: pathId(call, 'ContactId') })
    return { data: true }
  },
})
