import type { Filter } from '../filter/filter.ts'
import type { Sort } from '../page.ts'

/** Holds groups and folders. Times are epoch milliseconds. */
export interface Folder {
  readonly accountId: number
  readonly id: number
  readonly name: string
  readonly description: string | null
  /** The folder that it lies in; `null` for one at the root. */
  readonly parentId: number | null
  /** Folders right in it. */
  readonly folderCount: number
  /** Groups right in it. */
  readonly groupCount: number
  /** The contacts of these groups; one that is in two of them counts twice. */
  readonly contactCount: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** What can be said of a folder. An absent field keeps its value, `null` clears it. */
export interface FolderFields {
  readonly name?: string
  readonly description?: string | null
  readonly parentId?: number | null
}

/** What folders are found and ordered by. */
export type FolderField = 'id' | 'name' | 'description' | 'parentId' | 'folderCount' | 'groupCount' | 'contactCount'

/** Which folders to find, and in which order: by the first sort, and where that says nothing by the next. */
export interface FolderQuery {
  readonly filter?: Filter<FolderField>
  readonly sort: readonly Sort<FolderField>[]
}
