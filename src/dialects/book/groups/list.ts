import { findGroupPage, groupsAtMost } from '../../../core/group/find-group-page.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared, string } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { countSchema, Query } from '../query.ts'
import { groupWire } from './group.wire.ts'

const limits = {
  after: { least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: 0 },
  limit: { least: 1, most: groupsAtMost, otherwise: 100 },
} as const

const parameters = { q: string, after: countSchema(limits.after), limit: countSchema(limits.limit) }

/** The groups in the order of their ids, a page at a time. `next` is the `after` of the next page. */
export const groupsList = operation({
  method: 'GET',
  path: '/groups',
  needs: ['group.find'],
  about: () => ({
    summary: 'List the groups',
    query: parameters,
    status: 200,
    answer: exactly({ groups: arrayOf(shared('group')), next: orNull(integer) }),
  }),
  async answer(core, { caller, query }) {
    const asked = new Query(query, Object.keys(parameters))
    const after = asked.count('after', limits.after)
    const limit = asked.count('limit', limits.limit)
    const text = asked.text('q')
    const page = await findGroupPage(core, caller, {
      ...(text !== undefined && { search: text }),
      ...(after > 0 && { after }),
      limit,
    })
    return { status: 200, body: { groups: page.groups.map(groupWire), next: page.next } }
  },
})
