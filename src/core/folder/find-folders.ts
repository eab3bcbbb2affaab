import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Page, PageRequest } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Folder, FolderQuery } from './folder.ts'

/** One page of the account's folders that match `query`, and how many match in all. */
export function findFolders(core: Core, caller: Caller, query: FolderQuery, page: PageRequest): Promise<Page<Folder>> {
  mustBeAllowed(caller, 'folder.find')
  return core.store.folders.page(caller.accountId, query, page)
}
