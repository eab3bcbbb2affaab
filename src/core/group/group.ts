import type { Filter } from '../filter/filter.ts'
import type { Sort, TextMatch } from '../page.ts'

/** The titles of a group's five columns; `null` where a column has none. */
export interface ColumnTitles {
  readonly a: string | null
  readonly b: string | null
  readonly c: string | null
  readonly d: string | null
  readonly e: string | null
}

/** A named list of numbers. It points at its current list version; lists never change. Times are epoch milliseconds. */
export interface Group {
  readonly accountId: number
  readonly id: number
  readonly hexId: string
  readonly name: string
  readonly description: string | null
  readonly columns: ColumnTitles
  readonly folderId: number | null
  readonly plannedDeletionAt: number | null
  /** Contacts that are in the group. They are memberships, beside the list. */
  readonly contactCount: number
  /** The current list version; `null` for an empty one. */
  readonly listId: string | null
  /** Entries in the current list. */
  readonly count: number
  /**
   * The entry ids that are reserved for this group and not used yet: with `nextEntryId` 300 and `endEntryId` 513 the
   * ids 300 to 512.
   */
  readonly nextEntryId: number
  readonly endEntryId: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** No more of a group than a list of groups shows. */
export type BriefGroup = Pick<Group, 'id' | 'hexId' | 'name' | 'description' | 'count' | 'updatedAt'>

/** A group by the id that the dialect knows, or by the id of an entry that it has or had. */
export type GroupRef = { readonly id: number } | { readonly hexId: string } | { readonly entryId: number }

/** The fields that a write may give a group, besides its entries. An absent field keeps its value; `null` clears it. */
export interface GroupFields {
  readonly name?: string
  readonly description?: string | null
  readonly columns?: Partial<ColumnTitles>
  /** `null` for the root. */
  readonly folderId?: number | null
  /** The time at which the server removes the group by itself. */
  readonly plannedDeletionAt?: number | null
}

/** The fields by which groups can be ordered. */
export type GroupSortField = GroupField | 'hexId'

/** The fields by which groups can be found and ordered. */
export type GroupField = 'id' | 'name' | 'description' | 'count' | 'folderId' | 'contactCount' | 'updatedAt'

/** The fields of which every group has a value, and by which groups are read one behind another. */
export type SlicedField = 'id' | 'name' | 'count' | 'updatedAt'

/** The groups to find, and their order. */
export interface GroupQuery {
  readonly name?: TextMatch
  readonly description?: TextMatch
  readonly filter?: Filter<GroupField>
  readonly sort: Sort<GroupSortField>
  /** The order of groups that `sort` leaves equal. */
  readonly thenBy?: readonly Sort<GroupSortField>[]
}

/** Whether a column of the group has a title. */
export function hasColumns({ columns }: Pick<Group, 'columns'>): boolean {
  return Object.values(columns).some((title) => title !== null)
}

/** A group without any column title. */
export const noColumns: ColumnTitles = { a: null, b: null, c: null, d: null, e: null }
