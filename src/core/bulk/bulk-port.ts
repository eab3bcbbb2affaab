import type { Message, MessageState } from '../message/message.ts'
import type { Page, PageRequest } from '../page.ts'
import type { CountedTime, EqualTimes } from '../progress/progress.ts'
import type { Bulk, BulkRef, BulkState } from './bulk.ts'

/** The conditions on bulks. Absent ones hold always. */
export interface BulkMatch {
  /** One of these. */
  readonly states?: readonly BulkState[]
  readonly descending?: boolean
}

/** Reads bulks. */
export interface BulkReader {
  get(accountId: number, ref: BulkRef): Promise<Bulk | undefined>
  /** A page of bulks, in the order in which they were made. */
  page(accountId: number, match: BulkMatch, page: PageRequest): Promise<Page<Bulk>>
  /** How many messages of a bulk came to their states in each of some equal times. It reads all of them, where nobody else waits for it. */
  progress(bulk: Pick<Bulk, 'accountId' | 'id'>, times: EqualTimes): Promise<CountedTime<MessageState>[]>
}

/** Writes bulks. What becomes of their messages is no change to the book: see {@link BulkQueue}. */
export interface BulkWriter {
  /** Reads the bulk and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, ref: BulkRef): Promise<Bulk | undefined>
  /** Writes a new bulk, and tells the workers of this process once it is committed. */
  insert(bulk: Bulk): Promise<void>
  /** Writes the state and its times, and tells the workers. The counts are those of the row. */
  setState(bulk: Bulk): Promise<void>
  remove(bulk: Bulk): Promise<void>
  /** Locks those of its messages that no sender has in its hands. */
  lockWaiting(bulk: Bulk): Promise<Message[]>
}

/** A message of a bulk that has no id yet. */
export type BulkMessage = Omit<Message, 'id'>

/** Messages that were made of the next numbers of a bulk. */
export interface BulkStep {
  /** The bulk with the place from which the numbers were read. */
  readonly bulk: Bulk
  /** A message of each number, in their order. */
  readonly messages: readonly BulkMessage[]
  readonly next: Bulk['next']
  /** What an account may spend that has no budget of its own; null for any sum. */
  readonly budget: number | null
  readonly at: number
}

/** The side of the worker that makes messages. */
export interface BulkQueue {
  /** The bulks that are due and for which there may be work, those that were due first ahead. */
  due(now: number, limit: number): Promise<Bulk[]>
  /**
   * Writes one step. A number that the bulk has already is counted as repeated, and one that costs more than is left is skipped as
   * `over_budget`. False where the bulk does not stand there any more, or does not run.
   */
  write(step: BulkStep): Promise<boolean>
  /** Ends a bulk of which nothing waits, and which has no number left. */
  complete(bulk: Bulk, at: number): Promise<void>
}
