import type { Change } from './change.ts'

/** Reads the history of the book. */
export interface ChangeReader {
  /** The newest changes first, of all accounts. */
  newest(limit: number): Promise<Change[]>
  get(number: number): Promise<Change | undefined>
}

/** The history within a transaction. Its own change is written by the store. */
export interface ChangeWriter extends ChangeReader {
  /** Reads the change and keeps it from being forgotten until the transaction ends. */
  lock(number: number): Promise<Change | undefined>
}
