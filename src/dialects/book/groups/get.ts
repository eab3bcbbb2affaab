import { getGroup } from '../../../core/group/get-group.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { shared } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'
import { groupIdSchema, groupIn } from '../values.ts'
import { groupWire } from './group.wire.ts'
import { pastGroup, pastSchema } from './past-group.ts'

/** Shows a group: as it is, with its ETag, or as it was at a moment or behind a change. */
export const groupsGet = operation({
  method: 'GET',
  path: '/groups/:id',
  needs: ['group.find'],
  about: () => ({
    summary: 'Show a group, also as it was',
    inPath: { id: groupIdSchema },
    query: { at: pastSchema },
    status: 200,
    isTagged: true,
    answer: shared('group'),
  }),
  async answer(core, { caller, query, params }) {
    const ref = groupIn(params.id)
    const at = new Query(query, ['at']).text('at')
    if (at !== undefined) return { status: 200, body: groupWire(await pastGroup(core, caller, ref, at)) }
    const group = await getGroup(core, caller, ref)
    return { status: 200, body: groupWire(group), revision: revisionOf(group) }
  },
})
