import { updateContact } from '../../../core/contact/update-contact.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { schemaOfFields } from '../../fields.ts'
import { boolean, string } from '../../schemas.ts'
import { denials } from '../errors.ts'
import { pathId } from '../ids.ts'
import { operation } from '../operation.ts'
import { contactBody, contactFields, readContact } from './contact-body.ts'
import { defaultLanguage } from './language.ts'

/** Replaces a whole contact: an absent member loses its value, as the vendor's page has it. */
export const contactsUpdate = operation({
  method: 'PUT',
  path: 'contacts/{ContactId}',
  role: 'Contacts (write)',
  revises: 'contact',
  body: contactBody,
  about: () => ({
    summary: 'Replace a contact',
    query: { DefaultLanguage: string },
    body: schemaOfFields(contactFields),
    data: boolean,
  }),
  async answer(core, call) {
    const id = pathId(call, 'ContactId')
    const { fields, failure } = readContact(call.body, defaultLanguage(call.parameters))
    if (failure !== null) throw denials.invalid(`${failure}.`)
    const contact = await updateContact(core, call.caller, { id }, fields)
    return { data: true, revision: revisionOf(contact) }
  },
})
