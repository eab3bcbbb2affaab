import type { Change, ChangeQuery } from './change.ts'

/** Reads the history of the book. */
export interface ChangeReader {
  /** The newest changes first: of an account, or of all that there are, and of what belongs to none. */
  newest(accountId: number | null, query: ChangeQuery, limit: number): Promise<Change[]>
  get(number: number): Promise<Change | undefined>
}

/** The history within a transaction. Its own change is written by the store. */
export interface ChangeWriter extends Pick<ChangeReader, 'get'> {
  /** Reads the change and keeps it from being forgotten until the transaction ends. */
  lock(number: number): Promise<Change | undefined>
}
