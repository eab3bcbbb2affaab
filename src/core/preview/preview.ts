import type { ImportCounts, ImportMode, Reject } from '../import/import-report.ts'

/** The group that an import goes into: one that is there, or one that is made by it. */
export type PreviewTarget = { readonly groupId: number } | { readonly newName: string }

/** A column of a file as it was understood. */
export interface PreviewColumn {
  /** Its letter, as a spreadsheet shows it: `A`. */
  readonly letter: string
  /** Its title; null where it has none. */
  readonly title: string | null
  /** The part of an entry that it becomes: its number, a column of the group, its callback data; null for none. */
  readonly becomes: 'number' | 'a' | 'b' | 'c' | 'd' | 'e' | 'callbackData' | null
  /** Its cells in the first lines. */
  readonly samples: readonly string[]
}

/** A line that was not taken, as it is kept: without its other cells. */
export type KeptReject = Omit<Reject, 'cells'>

/** The end of an import that was confirmed. */
export interface PreviewOutcome {
  readonly groupId: number
  readonly counts: ImportCounts
  readonly at: number
}

/** A file of numbers that was read, and waits to be confirmed as an import. Times are epoch milliseconds. */
export interface Preview {
  readonly accountId: number
  readonly id: string
  /** The name that the client gave the file; empty where it gave none. */
  readonly filename: string
  readonly target: PreviewTarget
  readonly mode: ImportMode
  readonly columns: readonly PreviewColumn[]
  /** The numbers of the file that were taken, each once, with their columns; null when none was, or none is needed any more. */
  readonly listId: string | null
  readonly count: number
  /** The counts that were told last. */
  readonly counts: ImportCounts
  /** Null until it is confirmed. */
  readonly outcome: PreviewOutcome | null
  readonly createdAt: number
  readonly expiresAt: number
}
