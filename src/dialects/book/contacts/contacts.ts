import { contactAt } from '../../../core/contact/contact-at.ts'
import { createContact } from '../../../core/contact/create-contact.ts'
import { contactsAtMost, findContactPage, searchContacts } from '../../../core/contact/find-contact-page.ts'
import { getContact } from '../../../core/contact/get-contact.ts'
import { removeContact } from '../../../core/contact/remove-contact.ts'
import { updateContact } from '../../../core/contact/update-contact.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import { findGroupsOfContact } from '../../../core/membership/find-groups-of-contact.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { optional, orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { action, gone, made, shows } from '../action.ts'
import { denials } from '../errors.ts'
import { briefGroupWire } from '../groups/group.wire.ts'
import { pastMoment, pastSchema } from '../groups/past-group.ts'
import { pageParameters, textParameter } from '../parameters.ts'
import { groupIdSchema, readGroupRef, refIn } from '../values.ts'
import { contactFields, contactWire } from './contact.wire.ts'

const inPath = { id: groupIdSchema }
const page = pageParameters(contactsAtMost)

/** The calls about contacts. */
export const contactOperations = [
  action({
    does: 'GET /contacts',
    summary: 'List the contacts',
    needs: ['contact.find'],
    query: { q: textParameter, ...page },
    answers: exactly({ contacts: arrayOf(shared('contact')), next: orNull(integer) }),
    async answer(core, { caller, asked: { q, ...part } }) {
      const matches = q === undefined ? [{}] : await searchContacts(core, caller, q)
      const { contacts, next } = await findContactPage(core, caller, matches, part)
      return shows({ contacts: contacts.map(contactWire), next })
    },
  }),
  action({
    does: 'POST /contacts',
    summary: 'Make a contact, in a group where one is named',
    needs: ['contact.add'],
    body: { ...contactFields, group: optional(readGroupRef) },
    status: 201,
    answers: shared('contact'),
    async answer(core, { caller, given: { group, ...fields } }) {
      const { name, firstName, lastName, number = '', email } = fields
      if (!(name || firstName || lastName || number || email))
        throw denials.missing('name', 'a contact needs a name, a number or an e-mail address')
      const groupId = group && ('id' in group ? group.id : (await getGroup(core, caller, group)).id)
      const contact = await createContact(core, caller, {
        ...fields,
        number,
        ...(groupId !== undefined && { groupId }),
      })
      return made(`/contacts/${contact.id}`, contactWire(contact), revisionOf(contact))
    },
  }),
  action({
    does: 'GET /contacts/:id',
    summary: 'Show a contact, also as it was',
    needs: ['contact.find'],
    ...{ inPath, query: { at: { ...textParameter, schema: pastSchema } }, isTagged: true },
    answers: shared('contact'),
    async answer(core, { caller, params, asked: { at } }) {
      const ref = refIn(params.id, 'contact')
      if (at !== undefined) {
        const named = 'hexId' in ref ? ref.hexId : String(ref.id)
        return shows(contactWire(await contactAt(core, caller, named, await pastMoment(core, caller, at))))
      }
      const contact = await getContact(core, caller, ref)
      return shows(contactWire(contact), revisionOf(contact))
    },
  }),
  action({
    does: 'PATCH /contacts/:id',
    summary: 'Change the fields of a contact',
    needs: ['contact.update'],
    ...{ inPath, revises: 'contact', body: contactFields },
    answers: shared('contact'),
    async answer(core, { caller, params, given }) {
      const contact = await updateContact(core, caller, refIn(params.id, 'contact'), given)
      return shows(contactWire(contact), revisionOf(contact))
    },
  }),
  action({
    does: 'DELETE /contacts/:id',
    summary: 'Remove a contact, also from its groups',
    needs: ['contact.remove'],
    ...{ inPath, revises: 'contact', status: 204 },
    async answer(core, { caller, params }) {
      await removeContact(core, caller, refIn(params.id, 'contact'))
      return gone
    },
  }),
  action({
    does: 'GET /contacts/:id/groups',
    summary: 'List the groups of a contact',
    needs: ['contact.find', 'membership.find'],
    inPath,
    answers: exactly({ groups: arrayOf(shared('briefGroup')) }),
    async answer(core, { caller, params }) {
      const contact = await getContact(core, caller, refIn(params.id, 'contact'))
      return shows({ groups: (await findGroupsOfContact(core, caller, contact)).map(briefGroupWire) })
    },
  }),
]
