import type { Entry, EntryDetails } from '../entry/entry.ts'
import type { PageRequest } from '../page.ts'
import type { EntryList } from './entry-list.ts'
import type { ListMerger, PackedPart } from './list-merge.ts'
import type { NewList, StagedList } from './staged-list.ts'

/** Some entries of a list, in order. */
export interface ListPart {
  /** The code of each entry; `noCode` for a phone that has none. */
  readonly codes: Float64Array
  readonly phones: () => string[]
  /** The details of those of its entries that have any, by phone. */
  readonly details: ReadonlyMap<string, EntryDetails>
}

/** Immutable list versions. A list that is damaged, or that the account does not have, is refused as `damaged`. */
export interface ListReader {
  /** Every phone of the list, in order. Cost grows with the list. */
  phones(accountId: number, listId: string | null): Promise<string[]>
  /** Every entry of the list, in order, some thousands at a time. */
  entriesInParts(accountId: number, listId: string | null): AsyncIterable<Entry[]>
  /** The list, some thousands of entries at a time, for whoever compares it with another. */
  parts(accountId: number, listId: string | null): AsyncIterable<ListPart>
  /** The same, of a short list all at once. */
  shortParts(accountId: number, listId: string | null): Promise<readonly ListPart[]>
  /** The list as it is packed, some thousands of entries at a time, for whoever looks at all of them. */
  packedParts(accountId: number, listId: string | null): AsyncIterable<PackedPart>
  /** The parts of a list whose chunks another list of the account does not share. */
  unsharedParts(accountId: number, listId: string | null, other: string | null): AsyncIterable<PackedPart>
  /** One page of entries. Cost grows with the page. */
  entries(accountId: number, listId: string | null, page: PageRequest): Promise<Entry[]>
  /** The entry with that id. Costs the same in every list. */
  entry(accountId: number, listId: string | null, entryId: number): Promise<Entry | undefined>
  /** The entries that have these phones, by phone. Costs the same in every list for phones that it does not have. */
  byPhones(accountId: number, listId: string | null, phones: readonly string[]): Promise<ReadonlyMap<string, Entry>>
  /**
   * The entries with these ids, which must ascend, some thousands at a time. Each chunk in which one of them stands is
   * read once.
   */
  entriesOf(accountId: number, listId: string | null, ids: readonly number[]): AsyncIterable<Entry[]>
}

/** The edit that makes the next version of a list. */
export interface ListEdit {
  /** Entries as they shall be; each takes the place of the entry with its id. */
  readonly changed: readonly Entry[]
  /** The ids of entries that go. */
  readonly removed: readonly number[]
  /**
   * Entries that come behind the last one, with ids from `firstEntryId` on. None of their phones may be in the list.
   */
  readonly added: EntryList
  readonly firstEntryId: number
}

/** Writes list versions, each once. A merge here is a part of the transaction; that of the stage goes ahead of it. */
export interface ListWriter extends ListReader, ListMerger {
  /** Writes a list whose entries get the ids from `firstEntryId` on. Returns its id, or null for an empty list. */
  insert(accountId: number, list: NewList, firstEntryId: number): Promise<string | null>
  /**
   * Makes the next version of a list. It shares with the version before it every chunk that the edit does not touch, so
   * its cost is that of the edit, however long the list is. Returns its id; `null` when no entry is left.
   */
  edit(accountId: number, listId: string | null, edit: ListEdit): Promise<string | null>
  /**
   * Makes a version of a merged list and the entries that come behind, which get the ids from `firstEntryId` on. A few
   * such entries need not be staged: they may stand in the last chunk. Returns its id.
   */
  join(accountId: number, merged: StagedList, added: NewList, firstEntryId: number): Promise<string | null>
  /**
   * Makes a list that shares the chunks of another one, which was never edited. Its entries get the ids from
   * `firstEntryId` on.
   */
  copy(accountId: number, listId: string | null, firstEntryId: number): Promise<string | null>
}
