import { removeContact } from '../../../../core/contact/remove-contact.ts'
import { bodyWithId, nothing } from '../../about.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'

/** Removes a contact. */
export const contactsRemove = operation({
  name: 'autodialer/contacts/remove',
  page: '5-Autodialer_API/2-contact/4-contact_delete.md',
  revises: 'contact',
  about: () => ({ summary: 'Remove a contact', body: bodyWithId({}), data: nothing }),
  async handle(core, { caller, body }) {
    await removeContact(core, caller, readId(body))
    return done()
  },
})
