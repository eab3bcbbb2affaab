import { createContact } from '../../../core/contact/create-contact.ts'
import { getContact } from '../../../core/contact/get-contact.ts'
import { removeContact } from '../../../core/contact/remove-contact.ts'
import { updateContact } from '../../../core/contact/update-contact.ts'
import { findNamedGroup } from '../../../core/group/find-named-group.ts'
import { linkContact } from '../../../core/membership/link-contact.ts'
import { unlinkContact } from '../../../core/membership/unlink-contact.ts'
import { atField, neededText } from '../../form.ts'
import { withToast } from '../../toast.ts'
import type { Route } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { contactPage } from './contact.ts'
import { contactsPage } from './contacts.ts'
import { readContact } from './fields.ts'

/** Makes a contact, and opens it. */
export const createContactAction: Route = {
  method: 'POST',
  path: '/contacts',
  formOn: contactsPage,
  async answer(view) {
    const { id } = await createContact(view.core, view.caller, readContact(view.form))
    return { goTo: await withToast(view, `/book/contacts/${id}`) }
  },
}

/** Changes a contact. */
export const updateContactAction: Route = {
  method: 'POST',
  path: '/contacts/:id',
  formOn: contactPage,
  async answer(view) {
    const id = wholeIn(view.parameters.id)
    await updateContact(view.core, view.caller, { id }, readContact(view.form))
    return { goTo: await withToast(view, `/book/contacts/${id}`) }
  },
}

/** Removes a contact. */
export const removeContactAction: Route = {
  method: 'POST',
  path: '/contacts/:id/remove',
  async answer(view) {
    await removeContact(view.core, view.caller, { id: wholeIn(view.parameters.id) })
    return { goTo: await withToast(view, '/book/contacts') }
  },
}

/** Puts a contact into a group, which is named as people name groups. */
export const linkContactAction: Route = {
  method: 'POST',
  path: '/contacts/:id/link',
  formOn: contactPage,
  async answer(view) {
    const { core, caller } = view
    const { id: contactId } = await getContact(core, caller, { id: wholeIn(view.parameters.id) })
    const named = neededText(view.form, 'group', 255)
    const { id: groupId } = await atField('group', () => findNamedGroup(core, caller, named))
    await linkContact(core, caller, { groupId, contactId })
    return { goTo: await withToast(view, `/book/contacts/${contactId}`) }
  },
}

/** Takes a contact out of a group. One that is in no other group goes with that. */
export const unlinkContactAction: Route = {
  method: 'POST',
  path: '/contacts/:id/unlink',
  async answer(view) {
    const contactId = wholeIn(view.parameters.id)
    await unlinkContact(view.core, view.caller, { groupId: wholeIn(view.form.get('group')), contactId })
    return { goTo: await withToast(view, '/book/contacts') }
  },
}
