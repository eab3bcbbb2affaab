import type { ColumnTitles } from '../group/group.ts'

/** A file of numbers that a client sent ahead of the group that will use it. Times are epoch milliseconds. */
export interface Upload {
  readonly accountId: number
  /** The name that the client got in its answer, by which a group asks for the file. */
  readonly filename: string
  readonly listId: string | null
  readonly count: number
  /** The titles of its columns, for a group that has none. */
  readonly titles: Partial<ColumnTitles>
  readonly createdAt: number
  readonly expiresAt: number
}
