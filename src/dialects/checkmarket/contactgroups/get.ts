import { getGroup } from '../../../core/group/get-group.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { shared } from '../../schemas.ts'
import { pathId } from '../ids.ts'
import { operation } from '../operation.ts'
import { groupShape } from './group.wire.ts'

/** Shows one group. */
export const contactgroupsGet = operation({
  method: 'GET',
  path: 'contactgroups/{GroupId}',
  role: 'Contacts (read)',
  about: () => ({ summary: 'Show a group', data: shared('Group') }),
  async answer(core, call) {
    const group = await getGroup(core, call.caller, { id: pathId(call, 'GroupId') })
    return { data: groupShape(group, call.base), revision: revisionOf(group) }
  },
})
