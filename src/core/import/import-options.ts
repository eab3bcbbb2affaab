import type { Group, GroupRef } from '../group/group.ts'
import type { Transaction } from '../ports.ts'
import type { ColumnChoice } from './group-columns.ts'
import type { FileReject, ImportMode, SettledCounts } from './import-report.ts'
import type { RecordFile } from './record-file.ts'

/** The group of an import: one that is there, or a new one. */
export type ImportTarget = { readonly group: GroupRef } | { readonly create: { readonly name: string } }

/** A file to import, under the name that its owner gave it. */
export interface ImportFile {
  readonly name: string
  readonly file: RecordFile
}

/** How far an import is. */
export interface ImportProgress {
  readonly step: 'reading' | 'writing'
  /** Lines that were read. */
  readonly lines: number
  readonly rejected: number
}

/** Is told of an import while it runs. What a listener throws ends the import, and nothing of it stays. */
export interface ImportListener {
  /** The lines of a file are read next. `rejectTitles` are the titles for a file of its rejects. */
  onFile?(name: string, rejectTitles: readonly string[]): void | Promise<void>
  /** A line is rejected, in the order of the lines. */
  onReject?(reject: FileReject): void | Promise<void>
  /** Some hundred lines more are done. */
  onProgress?(progress: ImportProgress): void | Promise<void>
}

/**
 * Writes something else in the transaction of an import, once the group is written. What it throws undoes the import. It is not
 * called where nothing differs, since nothing is written then.
 */
export type Alongside = (tx: Transaction, written: WrittenImport) => Promise<void>

/** What an import did, and the group as it is now. */
export interface WrittenImport {
  readonly counts: SettledCounts
  readonly group: Group
}

/** How files are imported. */
export interface ImportOptions extends ColumnChoice {
  readonly mode?: ImportMode
  /** What becomes of an import with rejects: it is refused whole, or goes on without these lines. */
  readonly bad?: 'refuse' | 'skip'
  /** Whether only to report: nothing is written. */
  readonly dryRun?: boolean
  readonly listener?: ImportListener
  readonly alongside?: Alongside
}
