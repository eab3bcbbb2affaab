import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Page, PageRequest } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { BriefGroup, GroupQuery } from './group.ts'

/** The page that `findGroups` finds, with no more of each group than a list shows. It is read faster. */
export function findBriefGroups(
  core: Core,
  caller: Caller,
  query: GroupQuery,
  page: PageRequest,
): Promise<Page<BriefGroup>> {
  mustBeAllowed(caller, 'group.find')
  return core.store.groups.brief(caller.accountId, query, page)
}
