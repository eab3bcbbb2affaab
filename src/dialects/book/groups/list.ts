import { findGroupPage, groupsAtMost } from '../../../core/group/find-group-page.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'
import { groupWire } from './group.wire.ts'

/** The groups in the order of their ids, a page at a time. `next` is the `after` of the next page. */
export const groupsList = operation({
  method: 'GET',
  path: '/groups',
  needs: ['group.find'],
  async answer(core, { caller, query }) {
    const asked = new Query(query, ['q', 'after', 'limit'])
    const after = asked.count('after', { least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: 0 })
    const limit = asked.count('limit', { least: 1, most: groupsAtMost, otherwise: 100 })
    const text = asked.text('q')
    const page = await findGroupPage(core, caller, {
      ...(text !== undefined && { search: text }),
      ...(after > 0 && { after }),
      limit,
    })
    return { status: 200, body: { groups: page.groups.map(groupWire), next: page.next } }
  },
})
