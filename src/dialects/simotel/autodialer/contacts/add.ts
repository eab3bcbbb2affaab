import { createContact } from '../../../../core/contact/create-contact.ts'
import { decode, optional, required, schemaOfFields } from '../../../fields.ts'
import { noId } from '../../about.ts'
import { done } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { contactFields } from './contact.wire.ts'

const fields = {
  name: required(contactFields.name),
  number: required(contactFields.number),
  description: optional(contactFields.description),
}

/** Makes a contact. The vendor answers no id: a client finds it by search (docs/wire/simotel.md §4). */
export const contactsAdd = operation({
  name: 'autodialer/contacts/add',
  page: '5-Autodialer_API/2-contact/1-contact_add.md',
  about: () => ({ summary: 'Make a contact', body: schemaOfFields(fields), data: noId }),
  async handle(core, { caller, body }) {
    const contact = decode(body, fields)
    await createContact(core, caller, contact)
    return done({ _id: null })
  },
})
