import { updateContact } from '../../../../core/contact/update-contact.ts'
import { decode, optional } from '../../../fields.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'
import { contactFields } from './contact.wire.ts'

/** Changes a contact: what is absent stays. */
export const contactsUpdate = operation({
  name: 'autodialer/contacts/update',
  page: '5-Autodialer_API/2-contact/3-contact_edit.md',
  async handle(core, { caller, body }) {
    const id = readId(body)
    const update = decode(body, {
      name: optional(contactFields.name),
      number: optional(contactFields.number),
      description: optional(contactFields.description),
    })
    await updateContact(core, caller, id, update)
    return done()
  },
})
