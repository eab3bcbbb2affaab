import { getGroup } from '../../../core/group/get-group.ts'
import { updateGroup } from '../../../core/group/update-group.ts'
import type { RawBody } from '../../body-job.ts'
import type { BodyReader } from '../../body-reader.ts'
import { parseBody } from '../body.ts'
import { Lox24Denial } from '../errors.ts'
import { readId } from '../ids.ts'
import { resourceOf } from '../members.ts'
import { listOperation } from '../operation.ts'
import { checkGroup, type GivenGroup, groupResource, readGroup } from './group.wire.ts'

/** Reads the changes of a group that a body asks for. */
export function readChanges(raw: RawBody): GivenGroup {
  return readGroup(resourceOf(parseBody(raw).value, 'groups'))
}

const reader: BodyReader<GivenGroup> = {
  module: 'lox24/groups/put-item',
  name: 'readChanges',
  read: readChanges,
  errors: [Lox24Denial],
}

/** Changes a group. An absent member keeps its value; given phones replace the whole list (docs/wire/lox24.md §2.5). */
export const groupsPutItem = listOperation({
  name: 'api_groups_put_item',
  method: 'PUT',
  url: '/groups/:id',
  reader,
  async answer(core, { caller, params, list }) {
    const { id } = await getGroup(core, caller, { id: readId(params.id) })
    const given = await list()
    const update = { ...given.fields, ...(given.entries && { entries: given.entries }) }
    const group = await updateGroup(core, caller, { id }, update, (merged) =>
      checkGroup(merged, given, core.clock.now()),
    )
    return { kind: 'resource', status: 200, resource: groupResource(group) }
  },
})
