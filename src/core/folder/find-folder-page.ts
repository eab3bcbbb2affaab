import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Filter } from '../filter/filter.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { findFolders } from './find-folders.ts'
import type { Folder, FolderField } from './folder.ts'

/** The most folders in one page. */
export const foldersAtMost = 1000

/** Some folders in the order of their ids. `next` is the `after` of the next page; `null` when there is none. */
export interface FolderPage {
  readonly folders: readonly Folder[]
  readonly next: number | null
}

/** A page of the account's folders behind the id `after`: of those right in a parent, null for the root; of all without one. */
export async function findFolderPage(
  core: Core,
  caller: Caller,
  parentId: number | null | undefined,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<FolderPage> {
  mustBeAllowed(caller, 'folder.find')
  const of: Filter<FolderField>[] = [{ kind: 'compare', field: 'id', by: 'gt', value: after }]
  if (parentId !== undefined) of.push(inParent(parentId))
  const query = { filter: { kind: 'and', of }, sort: [{ by: 'id', descending: false }] } as const
  const { items } = await findFolders(core, caller, query, { start: 0, count: limit + 1 })
  const folders = items.slice(0, limit)
  return { folders, next: items.length > limit ? (folders.at(-1)?.id ?? null) : null }
}

/** The folders right in a folder; null for the root. */
export function inParent(parentId: number | null): Filter<FolderField> {
  return parentId === null
    ? { kind: 'isNull', field: 'parentId' }
    : { kind: 'compare', field: 'parentId', by: 'eq', value: parentId }
}
