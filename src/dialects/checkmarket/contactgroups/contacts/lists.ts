import type { Caller } from '../../../../core/caller.ts'
import type { Core } from '../../../../core/core.ts'
import type { Refusal } from '../../../../core/errors.ts'
import { linkContacts } from '../../../../core/membership/link-contacts.ts'
import { contactsAtMost, type Memberships } from '../../../../core/membership/lock-memberships.ts'
import { unlinkContacts } from '../../../../core/membership/unlink-contacts.ts'
import { decode, required, schemaOfFields } from '../../../fields.ts'
import { shared } from '../../../schemas.ts'
import type { BodyModel } from '../../body.ts'
import { sentence } from '../../errors.ts'
import { isUnknownContact, pathId } from '../../ids.ts'
import { type CheckMarketOperation, operation } from '../../operation.ts'
import { contactsResult } from '../../result.ts'
import { idList } from '../../values.ts'

const body: BodyModel = { roots: ['ContactList'], members: ['ContactIds'], numbers: [], list: 'ContactIds' }
const fields = { ContactIds: required(idList(contactsAtMost)) }

/** Puts contacts into a group, all of them or none, beside the vendor's call for one of them. */
export const groupContactsLinkList = listOperation('PUT', 'Put contacts into a group', linkContacts)

/** Takes contacts out of a group, and removes those that are then in no group. One that is not in it is passed over. */
export const groupContactsUnlinkList = listOperation('DELETE', 'Take contacts out of a group', unlinkContacts)

function listOperation(
  method: 'PUT' | 'DELETE',
  summary: string,
  write: (core: Core, caller: Caller, wanted: Memberships) => Promise<number>,
): CheckMarketOperation {
  return operation({
    method,
    path: 'contactgroups/{GroupId}/contacts',
    role: 'Contacts (write)',
    body,
    revises: 'group',
    about: () => ({ summary, body: schemaOfFields(fields), data: shared('ContactListResult') }),
    async answer(core, call) {
      const groupId = pathId(call, 'GroupId')
      const contactIds = decode(given(call.body), fields).ContactIds
      try {
        return { data: contactsResult({ count: await write(core, call.caller, { groupId, contactIds }) }) }
      } catch (error) {
        if (!isUnknownContact(error)) throw error
        return { data: contactsResult({ failure: sentence((error as Refusal).message) }) }
      }
    },
  })
}

/** The body with null and an empty text as absent, as for `[Required]`. */
function given({ ContactIds = null }: Readonly<Record<string, unknown>>): object {
  const isAbsent = ContactIds === null || (typeof ContactIds === 'string' && ContactIds.trim() === '')
  return isAbsent ? {} : { ContactIds }
}
