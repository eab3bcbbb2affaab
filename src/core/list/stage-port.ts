import type { EntryList } from './entry-list.ts'
import type { ListMerger } from './list-merge.ts'
import type { StagedList } from './staged-list.ts'

/**
 * Keeps staged lists, which wait for the write that will point at them. Chunks never change, so they can be written
 * ahead of it, in short transactions between which others write. Nobody sees a staged list before that write, and
 * staging is no change to the book.
 */
export interface Stage extends ListMerger {
  put(accountId: number, list: EntryList): Promise<StagedList>
  /** Forgets a staged list, unless a write has pointed at it. */
  drop(accountId: number, id: string): Promise<void>
  /** Forgets the staged lists of all accounts that were begun before `time`, which nobody will use any more. */
  dropOlder(time: number): Promise<void>
}
