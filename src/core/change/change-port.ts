import type { Change, ChangeQuery } from './change.ts'

/** Reads the history of the book. */
export interface ChangeReader {
  /**
   * The newest changes that match, the newest first. With an `accountId` only those of the account, with `null` all.
   */
  newest(accountId: number | null, query: ChangeQuery, limit: number): Promise<Change[]>
  get(number: number): Promise<Change | undefined>
  /** The number and the time of the oldest change that the book has; undefined where it has none. */
  oldest(): Promise<Pick<Change, 'number' | 'at'> | undefined>
  /**
   * A number up to which no change can still come to light behind this one; this one itself where nothing is known. Writers may commit
   * in another order than that of their numbers.
   */
  settledAfter(number: number): Promise<number>
  /** The first changes with numbers above `after`, up to `upTo`, the oldest first. */
  between(
    accountId: number | null,
    range: { readonly after: number; readonly upTo: number },
    limit: number,
  ): Promise<Change[]>
}

/** Reads the history within a transaction. The change of the transaction itself is written by the store. */
export interface ChangeWriter extends Pick<ChangeReader, 'get'> {
  /** Reads the change and keeps it from being forgotten until the transaction ends. */
  lock(number: number): Promise<Change | undefined>
}
