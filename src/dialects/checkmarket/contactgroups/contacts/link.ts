import { linkContact } from '../../../../core/membership/link-contact.ts'
import { shared } from '../../../schemas.ts'
import { isUnknownContact, pathId } from '../../ids.ts'
import { operation } from '../../operation.ts'
import { result } from '../../result.ts'

/** Puts a contact into a group. The answer tells of an unknown contact, and not its status. */
export const groupContactsLink = operation({
  method: 'PUT',
  path: 'contactgroups/{GroupId}/contacts/{ContactId}',
  role: 'Contacts (write)',
  revises: 'group',
  about: () => ({ summary: 'Put a contact into a group', data: shared('ManipulationResult') }),
  async answer(core, call) {
    const groupId = pathId(call, 'GroupId')
    try {
      await linkContact(core, call.caller, { groupId, contactId: pathId(call, 'ContactId') })
    } catch (error) {
      if (!isUnknownContact(error)) throw error
      return { data: result('The contact with the given Id does not exist.') }
    }
    return { data: result() }
  },
})
