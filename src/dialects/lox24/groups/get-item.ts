import { getGroup } from '../../../core/group/get-group.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { readId } from '../ids.ts'
import { operation } from '../operation.ts'
import { groupResource } from './group.wire.ts'

/** Shows one group. */
export const groupsGetItem = operation({
  name: 'api_groups_get_item',
  method: 'GET',
  url: '/groups/:id',
  about: () => ({ summary: 'Show a group', answer: { kind: 'resource', type: 'groups', status: 200 } }),
  async answer(core, { caller, params }) {
    const group = await getGroup(core, caller, { id: readId(params.id) })
    return { kind: 'resource', status: 200, resource: groupResource(group), revision: revisionOf(group) }
  },
})
