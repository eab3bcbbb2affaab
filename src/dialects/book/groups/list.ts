import { findGroupPage, type GroupOrder, groupOrders, groupsAtMost } from '../../../core/group/find-group-page.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared, string } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { folderParameter } from '../parameters.ts'
import { countSchema, Query } from '../query.ts'
import { groupWire } from './group.wire.ts'

const limits = {
  after: { least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: 0 },
  limit: { least: 1, most: groupsAtMost, otherwise: 100 },
} as const

const orders = Object.keys(groupOrders) as GroupOrder[]

const parameters = {
  q: string,
  sort: { type: 'string', enum: orders, default: 'id' },
  folder: folderParameter.schema,
  after: countSchema(limits.after),
  limit: countSchema(limits.limit),
}

/** The groups in an order, a page at a time. `next` is the `after` of the next page. */
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
    const search = asked.text('q')
    const folderId = folderParameter.read(asked, 'folder')
    const page = await findGroupPage(core, caller, {
      ...(search !== undefined && { search }),
      ...(folderId !== undefined && { folderId }),
      ...(after > 0 && { after }),
      ...{ order: asked.word('sort', orders, 'id'), limit },
    })
    return { status: 200, body: { groups: page.groups.map(groupWire), next: page.next } }
  },
})
