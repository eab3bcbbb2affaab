import type { Caller } from '../../../../core/caller.ts'
import {
  findContactPage,
  contactsAtMost as pageAtMost,
  searchContacts,
} from '../../../../core/contact/find-contact-page.ts'
import type { Core } from '../../../../core/core.ts'
import { Refusal } from '../../../../core/errors.ts'
import { getGroup } from '../../../../core/group/get-group.ts'
import { linkContacts } from '../../../../core/membership/link-contacts.ts'
import { contactsAtMost } from '../../../../core/membership/lock-memberships.ts'
import { unlinkContacts } from '../../../../core/membership/unlink-contacts.ts'
import { type Decoded, optional, orNull } from '../../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../../schemas.ts'
import { action, shows } from '../../action.ts'
import { contactWire } from '../../contacts/contact.wire.ts'
import { denials } from '../../errors.ts'
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
  try {
    if (add) return { added: await linkContacts(core, caller, { groupId, contactIds: add }), removed: 0 }
    return { added: 0, removed: await unlinkContacts(core, caller, { groupId, contactIds: remove ?? [] }) }
  } catch (error) {
    // The core's field is that of one contact: the body has a list.
    if (error instanceof Refusal && error.field === 'contactId')
      throw new Refusal(error.code, error.message, add ? 'add' : 'remove')
    throw error
  }
}
