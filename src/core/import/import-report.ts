import type { FileFormat } from './record-file.ts'

/** How an import changes what is there: adds and updates; makes equal to the file; takes out what the file names. */
export type ImportMode = 'add' | 'sync' | 'remove'

/**
 * The lines of an import by what became of them: `lines` is the sum of `added`, `updated`, `unchanged`, `repeated` and
 * `rejected`. A title and blank lines are none.
 */
export interface ImportCounts {
  readonly lines: number
  readonly added: number
  /** Lines that changed a thing; in the mode `remove` lines that took one out. */
  readonly updated: number
  /** Lines whose thing is as they say; in the mode `remove` lines whose thing was not there. */
  readonly unchanged: number
  /** Lines for a thing that an earlier line of the file has named. */
  readonly repeated: number
  readonly rejected: number
  /** Things that went. They have no lines where the mode is `sync`. */
  readonly removed: number
}

/** The counts that the group decides. */
export type SettledCounts = Omit<ImportCounts, 'lines' | 'rejected'>

/** A line that was not taken. */
export interface Reject {
  /** The line as an editor counts from 1 on. */
  readonly line: number
  /** The column at fault, by its title or its letter. */
  readonly column: string
  readonly value: string
  /** The reason, as `is empty`. */
  readonly reason: string
  /** The whole line, for the file to mend. */
  readonly cells: readonly string[]
}

/** A file of an import, and what its columns were taken for. */
export interface ImportedFile {
  readonly name: string
  readonly format: FileFormat
  /** The titles of its columns; null when it has none. */
  readonly titles: readonly string[] | null
  /** The column of the numbers, by its title or its letter. */
  readonly number: string
  /** The columns that were taken, each by what it fills: `{ "a": "name" }`. */
  readonly columns: Readonly<Record<string, string>>
  /** Columns that hold something and were not taken. */
  readonly left: readonly string[]
}

/** A line that was not taken, and the file in which it stands. */
export interface FileReject extends Reject {
  readonly file: string
}

/** All that is to be told of an import. */
export interface ImportReport extends ImportCounts {
  readonly mode: ImportMode
  readonly dryRun: boolean
  readonly files: readonly ImportedFile[]
  /** The first rejects: at most {@link rejectsInReport}. */
  readonly rejects: readonly FileReject[]
}

/** The most rejects that a report holds. A listener gets all of them. */
export const rejectsInReport = 1000

/** Throws where the lines of an import do not add up, which is a fault of this program. */
export function checkCounts({ lines, added, updated, unchanged, repeated, rejected }: ImportCounts): void {
  const sum = added + updated + unchanged + repeated + rejected
  if (sum !== lines) throw new Error(`${sum} of ${lines} lines of the import are accounted for`)
}
