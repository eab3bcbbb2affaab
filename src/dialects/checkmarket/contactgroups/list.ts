import { findGroups } from '../../../core/group/find-groups.ts'
import { shared } from '../../schemas.ts'
import { listAnswer } from '../list-answer.ts'
import { readListQuery } from '../list-query.ts'
import { operation } from '../operation.ts'
import { groupContract, groupEntity, groupShape } from './group.wire.ts'

/** Lists the groups of the account. */
export const contactgroupsList = operation({
  method: 'GET',
  path: 'contactgroups',
  role: 'Contacts (read)',
  cacheSeconds: 60,
  about: () => ({ summary: 'List the groups', data: shared('Group'), isList: true }),
  async answer(core, call) {
    const { page, filter, sort } = readListQuery(call.parameters, groupEntity)
    const [first, ...thenBy] = sort
    const found = await findGroups(core, call.caller, { ...(filter && { filter }), sort: first, thenBy }, page)
    const items = found.items.map((group) => groupShape(group, call.base))
    return listAnswer(call, { path: 'contactgroups', contract: groupContract }, page, { ...found, items })
  },
})
