import { updateGroup } from '../../../core/group/update-group.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { optional } from '../../fields.ts'
import { shared } from '../../schemas.ts'
import { bodyOf, membersOf } from '../body.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'
import { groupIdSchema, groupIn } from '../values.ts'
import { refusePast } from './deletion.ts'
import { fieldsOf, groupFields, groupWire, readName } from './group.wire.ts'

const fields = { name: optional(readName), ...groupFields }

/** Changes the fields of a group that the body names. Its numbers stay. */
export const groupsUpdate = operation({
  method: 'PATCH',
  path: '/groups/:id',
  needs: ['group.update'],
  revises: 'group',
  about: () => ({
    summary: 'Change the fields of a group',
    inPath: { id: groupIdSchema },
    body: bodyOf(fields),
    status: 200,
    answer: shared('group'),
  }),
  async answer(core, { caller, query, params, raw }) {
    new Query(query, [])
    const given = membersOf(raw, fields)
    refusePast(core, given.plannedDeletionAt)
    const group = await updateGroup(core, caller, groupIn(params.id), fieldsOf(given))
    return { status: 200, body: groupWire(group), revision: revisionOf(group) }
  },
})
