import type { EntryList } from './entry-list.ts'
import type { StagedList } from './staged-list.ts'

/**
 * Where long lists wait for the write that will point at them: chunks never change, so they can be written before it, in
 * short transactions between which others write. Nobody sees them until then, and they are no change to the book.
 */
export interface Stage {
  put(accountId: number, list: EntryList): Promise<StagedList>
  /** Forgets a staged list, unless a write has pointed at it. */
  drop(accountId: number, id: string): Promise<void>
  /** Forgets the staged lists of all accounts that were begun before `time`: whoever began them is gone. */
  dropOlder(time: number): Promise<void>
}
