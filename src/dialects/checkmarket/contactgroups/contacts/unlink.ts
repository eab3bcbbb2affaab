import { unlinkContact } from '../../../../core/membership/unlink-contact.ts'
import { boolean } from '../../../schemas.ts'
import { isUnknownContact, pathId } from '../../ids.ts'
import { operation } from '../../operation.ts'

/**
 * Takes a contact out of a group, and removes a contact that is then in no group. Answers false for a contact that was
 * not in the group.
 */
export const groupContactsUnlink = operation({
  method: 'DELETE',
  path: 'contactgroups/{GroupId}/contacts/{ContactId}',
  role: 'Contacts (write)',
  revises: 'group',
  about: () => ({ summary: 'Take a contact out of a group', data: boolean }),
  async answer(core, call) {
    const groupId = pathId(call, 'GroupId')
    try {
      await unlinkContact(core, call.caller, { groupId, contactId: pathId(call, 'ContactId') })
    } catch (error) {
      if (!isUnknownContact(error)) throw error
      return { data: false }
    }
    return { data: true }
  },
})
