import { removeGroup } from '../../../core/group/remove-group.ts'
import { pathId } from '../ids.ts'
import { operation } from '../operation.ts'

/** Removes a group, for every dialect, and the contacts that were in no other. */
export const contactgroupsRemove = operation({
  method: 'DELETE',
  path: 'contactgroups/{GroupId}',
  role: 'Contacts (write)',
  async answer(core, call) {
    await removeGroup(core, call.caller, { id: pathId(call, 'GroupId') }, { orphans: 'remove' })
    return { data: true }
  },
})
