import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Group } from '../group/group.ts'
import type { Page, PageRequest } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Entry } from './entry.ts'

/** One page of the list that `group` points at, and how many entries it has. */
export async function findEntries(core: Core, caller: Caller, group: Group, page: PageRequest): Promise<Page<Entry>> {
  mustBeAllowed(caller, 'entry.find')
  return { items: await core.store.lists.entries(caller.accountId, group.listId, page), total: group.count }
}
