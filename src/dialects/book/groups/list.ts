import { findGroups } from '../../../core/group/find-groups.ts'
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
    const limit = asked.count('limit', { least: 1, most: 1000, otherwise: 100 })
    const text = asked.text('q')
    const { items } = await findGroups(
      core,
      caller,
      {
        ...(text !== undefined && { name: { text, alike: true } }),
        ...(after > 0 && { filter: { kind: 'compare', field: 'id', by: 'gt', value: after } }),
        sort: { by: 'id', descending: false },
      },
      { start: 0, count: limit + 1 },
    )
    const groups = items.slice(0, limit)
    return {
      status: 200,
      body: { groups: groups.map(groupWire), next: items.length > limit ? (groups.at(-1)?.id ?? null) : null },
    }
  },
})
