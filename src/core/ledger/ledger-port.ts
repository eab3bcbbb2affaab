import type { BookEvent } from '../event/event.ts'
import type { Page, PageRequest, Sort, TextMatch } from '../page.ts'
import type { CallRecord, CallWay, Disposition, LedgerCall } from './call-record.ts'

/** A place in the PBX's spool: a file, by its first line, and the bytes of it that are read. */
export interface SpoolPlace {
  readonly file: string
  readonly offset: number
}

/** How far the spool is read: from where the calls that are still open begin, and up to where events are told. */
export interface SpoolPosition {
  readonly openSince: SpoolPlace
  readonly told: SpoolPlace
}

/** What was read of the spool, to be kept as one. */
export interface SpoolBatch {
  readonly calls: readonly CallRecord[]
  /** The events of this part of the spool, in their order. */
  readonly events: readonly BookEvent[]
  readonly position: SpoolPosition
}

/** The conditions on calls. Absent ones hold always. Times are epoch milliseconds. */
export interface CallMatch {
  /** Only calls that began at this time or later. */
  readonly since?: number
  /** Only calls that began before this time. */
  readonly until?: number
  readonly from?: TextMatch
  readonly to?: TextMatch
  readonly callId?: TextMatch
  /** A number that took part in any way, in one of these spellings. */
  readonly parties?: readonly string[]
  readonly trunk?: string
  readonly disposition?: Disposition
  readonly way?: CallWay
}

/** The fields by which calls can be ordered. */
export type CallSortField = 'id' | 'startedAt' | 'endedAt' | 'from' | 'to' | 'disposition' | 'way'

/** Reads the ledger. */
export interface LedgerReader {
  /** The call with that id of the PBX. */
  find(accountId: number, callId: string): Promise<LedgerCall | undefined>
  /** Calls with a greater id than `after`, in the order in which they ended. */
  ended(accountId: number, page: { readonly after: number; readonly limit: number }): Promise<LedgerCall[]>
  /** Calls behind the one with the id `after`, from the first where that is 0, in the order in which they began. */
  slice(
    accountId: number,
    match: CallMatch,
    page: { readonly after: number; readonly limit: number },
  ): Promise<LedgerCall[]>
  page(
    accountId: number,
    match: CallMatch & { readonly sort: Sort<CallSortField> },
    page: PageRequest,
  ): Promise<Page<LedgerCall>>
}

/**
 * The ledger of calls. What the PBX has done is no change to the book, and cannot be undone: the ledger is written as the
 * outbox is.
 */
export interface Ledger extends LedgerReader {
  /** How far the spool is read; undefined for one that was never read. */
  position(): Promise<SpoolPosition | undefined>
  /**
   * Keeps calls, tells webhooks of the events, and moves the position, all or nothing. A call that the ledger has is not
   * written twice.
   */
  keep(accountId: number, batch: SpoolBatch): Promise<void>
  /** Removes at most `limit` calls that began before a time, of all accounts. Returns how many it removed. */
  forget(before: number, limit: number): Promise<number>
}
