import { getGroup } from '../../../core/group/get-group.ts'
import { updateGroup } from '../../../core/group/update-group.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { bodyOf } from '../about.ts'
import { readId } from '../ids.ts'
import { resourceOf } from '../members.ts'
import { listOperation } from '../operation.ts'
import { checkGroup, groupMembers, groupResource, readGroup } from './group.wire.ts'
import { groupBody } from './group-body.ts'

/** Reads the changes of a group that a body asks for. */
export const changesReader = groupBody({ module: 'lox24/groups/put-item', name: 'changesReader' }, ({ value }) =>
  readGroup(resourceOf(value, 'groups')),
)

/** Changes a group. An absent member keeps its value; given phones replace the whole list (docs/wire/lox24.md §2.5). */
export const groupsPutItem = listOperation({
  name: 'api_groups_put_item',
  method: 'PUT',
  url: '/groups/:id',
  revises: 'group',
  reader: changesReader,
  about: () => ({
    summary: 'Change a group',
    body: bodyOf(groupMembers()),
    answer: { kind: 'resource', type: 'groups', status: 200 },
  }),
  async answer(core, { caller, params, list }) {
    const { id } = await getGroup(core, caller, { id: readId(params.id) })
    const given = await list()
    const update = { ...given.fields, ...(given.entries && { entries: given.entries }) }
    const group = await updateGroup(core, caller, { id }, update, (merged) =>
      checkGroup(merged, given, core.clock.now()),
    )
    return { kind: 'resource', status: 200, resource: groupResource(group), revision: revisionOf(group) }
  },
})
