import type { Caller } from '../../../../core/caller.ts'
import {
  findContactPage,
  contactsAtMost as pageAtMost,
  searchContacts,
} from '../../../../core/contact/find-contact-page.ts'
import type { Core } from '../../../../core/core.ts'
import { getGroup } from '../../../../core/group/get-group.ts'
import { linkContacts } from '../../../../core/membership/link-contacts.ts'
import { contactsAtMost } from '../../../../core/membership/lock-memberships.ts'
import { unlinkContacts } from '../../../../core/membership/unlink-contacts.ts'
import { type Decoded, optional, orNull } from '../../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../../schemas.ts'
import { action, shows } from '../../action.ts'
import { contactWire } from '../../contacts/contact.wire.ts'
import { denials } from '../../errors.ts'
import { namingFields } from '../../naming-fields.ts'
import { pageParameters, textParameter } from '../../parameters.ts'
import { groupIdSchema, groupIn, listOf, readThing } from '../../values.ts'

const inPath = { id: groupIdSchema }
const readIds = listOf(readThing, contactsAtMost, 1)
const fields = { add: optional(readIds), remove: optional(readIds) }

/** The calls about the contacts that are linked to a group. */
export const linkOperations = [
  action({
    does: 'GET /groups/:id/contacts',
    summary: 'List the contacts of a group',
    needs: ['group.find', 'contact.find', 'membership.find'],
    ...{ inPath, query: { q: textParameter, ...pageParameters(pageAtMost) } },
    answers: exactly({ contacts: arrayOf(shared('contact')), next: orNull(integer) }),
    async answer(core, { caller, params, asked: { q, ...part } }) {
      const { id: groupId } = await getGroup(core, caller, groupIn(params.id))
      const matches = q === undefined ? [{}] : await searchContacts(core, caller, q)
      const { contacts, next } = await findContactPage(core, caller, matches, { ...part, groupId })
      return shows({ contacts: contacts.map(contactWire), next })
    },
  }),
  action({
    does: 'PATCH /groups/:id/contacts',
    summary: 'Put contacts into a group, or take them out of it',
    needs: ['group.find'],
    ...{ inPath, revises: 'group', body: fields },
    answers: exactly({ added: integer, removed: integer }),
    async answer(core, { caller, params, given }) {
      return shows(await linked(core, caller, (await getGroup(core, caller, groupIn(params.id))).id, given))
    },
  }),
]

async function linked(core: Core, caller: Caller, groupId: number, { add, remove }: Decoded<typeof fields>) {
  if (add && remove) throw denials.invalid('remove', 'must come alone: add and remove are two changes')
  if (!add && !remove) throw denials.missing('add', 'say which contacts: add or remove')
  // The core's field is that of one contact: the body has a list.
  const names = { contactId: add ? 'add' : 'remove' }
  if (add) {
    const added = await namingFields(linkContacts(core, caller, { groupId, contactIds: add }), names)
    return { added, removed: 0 }
  }
  const removed = await namingFields(unlinkContacts(core, caller, { groupId, contactIds: remove ?? [] }), names)
  return { added: 0, removed }
}
