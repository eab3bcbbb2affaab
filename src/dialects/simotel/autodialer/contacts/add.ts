import { createContact } from '../../../../core/contact/create-contact.ts'
import { decode, optional, required } from '../../../fields.ts'
import { done } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { contactFields } from './contact.wire.ts'

/** Makes a contact. The vendor answers no id: a client finds it by search (docs/wire/simotel.md §4). */
export const contactsAdd = operation({
  name: 'autodialer/contacts/add',
  page: '5-Autodialer_API/2-contact/1-contact_add.md',
  async handle(core, { caller, body }) {
    const contact = decode(body, {
      name: required(contactFields.name),
      number: required(contactFields.number),
      description: optional(contactFields.description),
    })
    await createContact(core, caller, contact)
    return done({ _id: null })
  },
})
