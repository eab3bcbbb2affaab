import { findGroups } from '../../../core/group/find-groups.ts'
import { pageQuery } from '../about.ts'
import { operation } from '../operation.ts'
import { readPage } from '../pages.ts'
import { groupResource } from './group.wire.ts'

/** Lists the groups in the order of their ids. */
export const groupsGetCollection = operation({
  name: 'api_groups_get_collection',
  method: 'GET',
  url: '/groups',
  hasSuffix: true,
  about: () => ({ summary: 'List the groups', query: pageQuery, answer: { kind: 'collection', type: 'groups' } }),
  async answer(core, { caller, query }) {
    const page = readPage(query)
    const sort = { by: 'hexId', descending: false } as const
    const { items, total } = await findGroups(core, caller, { sort }, page.request)
    return { kind: 'collection', type: 'groups', iri: '/groups', members: items.map(groupResource), total, page }
  },
})
