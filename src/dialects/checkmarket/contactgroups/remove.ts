import { removeGroup } from '../../../core/group/remove-group.ts'
import { boolean } from '../../schemas.ts'
import { pathId } from '../ids.ts'
import { operation } from '../operation.ts'

/** Removes a group, for every dialect, and the contacts that were in no other. */
export const contactgroupsRemove = operation({
  method: 'DELETE',
  path: 'contactgroups/{GroupId}',
  role: 'Contacts (write)',
  revises: 'group',
  about: () => ({ summary: 'Remove a group, and the contacts that are in no other', data: boolean }),
  async answer(core, call) {
    await removeGroup(core, call.caller, { id: pathId(call, 'GroupId') }, { orphans: 'remove' })
    return { data: true }
  },
})
