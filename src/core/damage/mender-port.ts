import type { Group } from '../group/group.ts'
import type { Damage } from './damage.ts'

/** A list version that is whole, for a group to point at. */
export interface MendedList {
  readonly listId: string | null
  readonly count: number
  /** Whether it is the list that the group had. Else it is the one that the group has in the backup, which is older. */
  readonly isLatest: boolean
}

/**
 * Puts damaged rows back as a backup of the same book has them. A chunk, leaf, list or change never changes once it is written,
 * so that it comes back as it was. Any other row comes back as it was when the backup was made.
 *
 * Every function throws a Refusal `conflict` for a file that is no whole backup of this book.
 */
export interface Mender {
  /**
   * Makes the list of a group whole again: its chunks from the backup, its leaves and its sieve from its chunks. Where the backup
   * lacks a damaged chunk, it is the list that the group has in the backup.
   *
   * @throws Refusal `not_found` when the backup does not help.
   */
  mend(group: Pick<Group, 'accountId' | 'id' | 'listId'>, backup: string): Promise<MendedList>
  /** Puts the damaged rows back that the backup has. */
  restore(damages: readonly Damage[], backup: string): Promise<void>
}
