import { createGroup } from '../../../core/group/create-group.ts'
import type { BodyReader, RawBody } from '../../body-reader.ts'
import { parseBody } from '../body.ts'
import { Denial, denials } from '../errors.ts'
import { memberOf, resourceOf } from '../members.ts'
import { operation } from '../operation.ts'
import { checkGroup, type GivenGroup, groupResource, readGroup } from './group.wire.ts'

/** What a body says of the new group. */
export function readNewGroup(raw: RawBody): GivenGroup {
  const { value, isLinked } = parseBody(raw)
  const members = resourceOf(value, 'groups')
  if (isLinked && memberOf(members, '@id') !== undefined) throw denials.updateOnly()
  return readGroup(members)
}

const reader: BodyReader<GivenGroup> = {
  module: import.meta.url,
  name: 'readNewGroup',
  read: readNewGroup,
  denials: [Denial],
}

/** Makes a group. */
export const groupsPostCollection = operation({
  name: 'api_groups_post_collection',
  method: 'POST',
  url: '/groups',
  hasSuffix: true,
  takesList: true,
  async answer(core, { caller, read }) {
    const given = await read(reader)
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
