import { getContact } from '../../../../core/contact/get-contact.ts'
import { updateContact } from '../../../../core/contact/update-contact.ts'
import { optional } from '../../../fields.ts'
import { bodyWithId, nothing } from '../../about.ts'
import { done, tagged } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'
import { decodeChange } from '../../shown-again.ts'
import { contactFields, contactRow } from './contact.wire.ts'

const fields = {
  name: optional(contactFields.name),
  number: optional(contactFields.number),
  description: optional(contactFields.description),
}

/** Changes a contact. An absent member keeps its value. */
export const contactsUpdate = operation({
  name: 'autodialer/contacts/update',
  page: '5-Autodialer_API/2-contact/3-contact_edit.md',
  revises: 'contact',
  about: () => ({ summary: 'Change a contact', body: bodyWithId(fields), data: nothing }),
  async handle(core, { caller, body, settings }) {
    const id = readId(body)
    const update = await decodeChange(body, fields, async () =>
      contactRow(await getContact(core, caller, id), settings.timeZone),
    )
    return tagged(await updateContact(core, caller, id, update), done())
  },
})
