import type { EntryDetails } from '../entry/entry.ts'
import type { PackedValues } from './packed-values.ts'
import type { SortedPhones } from './sorted-phones.ts'
import type { StagedList } from './staged-list.ts'

/** Some entries of a list, in order, as they are packed. */
export interface PackedPart {
  /** The code of each entry; `noCode` for a phone that has none. */
  readonly codes: Float64Array
  /** The phones that have no code, by position. */
  readonly phones: ReadonlyMap<number, string>
  readonly details: ReadonlyMap<number, EntryDetails>
  /** The id of the entry at a position. */
  readonly idAt: (position: number) => number
}

/** Entries that come behind a version, in order: an `EntryList`, or one that is not packed. */
export interface NewEntries {
  /** A code for each entry; `noCode` where its phone has none. */
  readonly codes: Float64Array
  /** The phones that have no code, by position. */
  readonly phones: Pick<PackedValues<string>, 'size' | 'get'>
  readonly details: Pick<PackedValues<EntryDetails>, 'size' | 'get'>
}

/** What an entry of a version becomes in the next one: one with other details, or none. */
export type Revision = EntryDetails | 'bare' | 'gone'

/** Phones that come to a list version, of which it may have some. */
export interface ListMerge {
  readonly phones: SortedPhones
  /** The ranks of the phones that the version has, as {@link ListMerger.held} tells: 1 there, else 0. */
  readonly held: Uint8Array
  /** The phones of the entries that `revise` lets go; absent where it lets none go. */
  readonly leaving?: SortedPhones
  /** Whether another part of the version has to be looked through. */
  readonly looksOn: () => boolean
  /** Looks through a part of the version. Returns what entries of it become, by position. */
  readonly revise: (part: PackedPart) => Promise<ReadonlyMap<number, Revision>>
}

/**
 * Makes the next version of a list for many phones: first `held`, then `merge` and `append`, at last `lists.join` with
 * both. Each step goes through the list, and through the phones, piece by piece.
 */
export interface ListMerger {
  /** Which of the phones the list has: 1 at the ranks of those, else 0. */
  held(accountId: number, listId: string | null, phones: SortedPhones): Promise<Uint8Array>
  /**
   * Makes the list as it is without the new phones, but with their keys in its phone index. Parts that `revise` leaves
   * as they are stay shared.
   */
  merge(accountId: number, listId: string | null, merge: ListMerge): Promise<StagedList>
  /** Makes the entries that come behind. None of their phones may come twice, or be in the list. */
  append(accountId: number, pieces: AsyncIterable<NewEntries>): Promise<StagedList>
}
