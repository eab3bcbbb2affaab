import type { ColumnTitles } from '../group/group.ts'
import type { Alphabet, MessageState } from '../message/message.ts'

/**
 * The states of a bulk. `new` has no message yet, `empty` had no number and never gets one. `done` says that no message of it waits
 * any more.
 */
export type BulkState = 'new' | 'running' | 'paused' | 'done' | 'cancelled' | 'empty'

/**
 * The counts of a bulk. Each number of its lists is counted in exactly one of the states of messages, in `repeated` or in `left`,
 * so that these add up to `size` at every moment. Messages that were removed since are counted still.
 */
export interface BulkCounts extends Readonly<Record<MessageState, number>> {
  /** Entries of all lists, as often as they stand there. */
  readonly size: number
  /** Another spelling, or another place, of a number that the bulk has already. */
  readonly repeated: number
  /** Not looked at yet. */
  readonly left: number
}

/** A list of a bulk as it was when the bulk was made, and the titles that its columns had then. */
export interface BulkList {
  readonly listId: string
  readonly columns: ColumnTitles
}

/** One text to many numbers. Times are epoch milliseconds. */
export interface Bulk {
  readonly accountId: number
  readonly id: number
  readonly hexId: string
  /** The text with its placeholders, as `Dear [Name]`: a title of a column, in brackets. */
  readonly text: string
  /** The alphabet of its messages; null for the one that each text needs. */
  readonly alphabet: Alphabet | null
  readonly sender: string
  /** The code of the route by which it leaves. */
  readonly route: string
  /** Comes back with what is told of a message whose entry has no callback data of its own. */
  readonly callbackData: string | null
  readonly label: number | null
  readonly language: string | null
  readonly plannedAt: number | null
  readonly dueAt: number
  /** The groups that it was made for. */
  readonly groupIds: readonly number[]
  readonly lists: readonly BulkList[]
  /** The account's country as it was then: by its plan the spellings of a number are one. */
  readonly country: string | null
  /** The next number: a list by its index in `lists`, and the index of the entry in it. */
  readonly next: { readonly list: number; readonly entry: number }
  readonly counts: BulkCounts
  readonly state: BulkState
  readonly createdAt: number
  readonly endedAt: number | null
  readonly credentialId: number | null
  readonly address: string | null
  readonly origin: string
}

/** Names a bulk. */
export type BulkRef = { readonly id: number } | { readonly hexId: string }

/** The state of a bulk as its changes keep it: without the text, which others may have to forget, and what a worker changes. */
export function briefBulk(bulk: Bulk): Readonly<Record<string, unknown>> {
  const { accountId, id, hexId, state, route, plannedAt, groupIds } = bulk
  return { accountId, id, hexId, state, route, plannedAt, groupIds }
}
