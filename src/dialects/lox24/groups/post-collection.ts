import { createGroup } from '../../../core/group/create-group.ts'
import { denials } from '../errors.ts'
import { memberOf, resourceOf } from '../members.ts'
import { operation } from '../operation.ts'
import { checkGroup, groupResource, readGroup } from './group.wire.ts'

/** Makes a group. */
export const groupsPostCollection = operation({
  name: 'api_groups_post_collection',
  method: 'POST',
  url: '/groups',
  hasSuffix: true,
  async answer(core, { caller, body }) {
    const { value, isLinked } = body()
    const members = resourceOf(value, 'groups')
    if (isLinked && memberOf(members, '@id') !== undefined) throw denials.updateOnly()
    const given = readGroup(members)
    const { name = '', description = null, columns = {} } = given.fields
    checkGroup({ name, description, columns }, given, core.clock.now())
    const group = await createGroup(core, caller, {
      ...given.fields,
      name,
      ...(given.entries && { entries: given.entries }),
    })
    return { kind: 'resource', status: 201, resource: groupResource(group) }
  },
})
