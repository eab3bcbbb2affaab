import { createGroup } from '../../../core/group/create-group.ts'
import type { RawBody } from '../../body-job.ts'
import type { BodyReader } from '../../body-reader.ts'
import { parseBody } from '../body.ts'
import { denials, Lox24Denial } from '../errors.ts'
import { memberOf, resourceOf } from '../members.ts'
import { listOperation } from '../operation.ts'
import { checkGroup, type GivenGroup, groupResource, readGroup } from './group.wire.ts'

/** Reads the new group that a body describes. */
export function readNewGroup(raw: RawBody): GivenGroup {
  const { value, isLinked } = parseBody(raw)
  const members = resourceOf(value, 'groups')
  if (isLinked && memberOf(members, '@id') !== undefined) throw denials.updateOnly()
  return readGroup(members)
}

const reader: BodyReader<GivenGroup> = {
  module: 'lox24/groups/post-collection',
  name: 'readNewGroup',
  read: readNewGroup,
  errors: [Lox24Denial],
}

/** Makes a group. */
export const groupsPostCollection = listOperation({
  name: 'api_groups_post_collection',
  method: 'POST',
  url: '/groups',
  hasSuffix: true,
  reader,
  async answer(core, { caller, list }) {
    const given = await list()
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
