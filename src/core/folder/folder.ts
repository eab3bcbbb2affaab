import type { Filter } from '../filter/filter.ts'
import type { Sort } from '../page.ts'

/** A folder, which holds groups and folders. Times are epoch milliseconds. */
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
  /** Contacts of these groups. A contact that is in two of them counts twice. */
  readonly contactCount: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** The most characters of a folder's texts. The name is as long as every dialect can take it. */
export const folderTexts = { name: 50, description: 1000 } as const

/** The fields that a write may give a folder. An absent field keeps its value; `null` clears it. */
export interface FolderFields {
  readonly name?: string
  readonly description?: string | null
  readonly parentId?: number | null
}

/** The fields by which folders can be found and ordered. */
export type FolderField = 'id' | 'name' | 'description' | 'parentId' | 'folderCount' | 'groupCount' | 'contactCount'

/** The folders to find, and their order: by the first sort, and where it leaves folders equal by the next. */
export interface FolderQuery {
  readonly filter?: Filter<FolderField>
  readonly sort: readonly Sort<FolderField>[]
}
