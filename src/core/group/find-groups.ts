import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Page, PageRequest } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Group, GroupQuery } from './group.ts'

/** One page of the account's groups that match `query`, and how many match in all. */
export function findGroups(core: Core, caller: Caller, query: GroupQuery, page: PageRequest): Promise<Page<Group>> {
  mustBeAllowed(caller, 'group.find')
  return core.store.groups.page(caller.accountId, query, page)
}
