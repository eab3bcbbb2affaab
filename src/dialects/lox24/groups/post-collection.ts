import { createGroup } from '../../../core/group/create-group.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { bodyOf } from '../about.ts'
import { denials } from '../errors.ts'
import { memberOf, resourceOf } from '../members.ts'
import { listOperation } from '../operation.ts'
import { checkGroup, groupMembers, groupResource, readGroup } from './group.wire.ts'
import { groupBody } from './group-body.ts'

/** Reads the new group that a body describes. */
export const newGroupReader = groupBody(
  { module: 'lox24/groups/post-collection', name: 'newGroupReader' },
  ({ value, isLinked }) => {
    const members = resourceOf(value, 'groups')
    if (isLinked && memberOf(members, '@id') !== undefined) throw denials.updateOnly()
    return readGroup(members)
  },
)

/** Makes a group. */
export const groupsPostCollection = listOperation({
  name: 'api_groups_post_collection',
  method: 'POST',
  url: '/groups',
  hasSuffix: true,
  reader: newGroupReader,
  about: () => ({
    summary: 'Make a group',
    body: bodyOf(groupMembers(), 'name'),
    answer: { kind: 'resource', type: 'groups', status: 201 },
  }),
  async answer(core, { caller, list }) {
    const given = await list()
    const { name = '', description = null, columns = {} } = given.fields
    checkGroup({ name, description, columns }, given, core.clock.now())
    const group = await createGroup(core, caller, {
      ...given.fields,
      name,
      ...(given.entries && { entries: given.entries }),
    })
    return { kind: 'resource', status: 201, resource: groupResource(group), revision: revisionOf(group) }
  },
})
