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

/** Throws where the lines of an import do not add up, which is a fault of this program. */
export function checkCounts({ lines, added, updated, unchanged, repeated, rejected }: ImportCounts): void {
  const sum = added + updated + unchanged + repeated + rejected
  if (sum !== lines) throw new Error(`${sum} of ${lines} lines of the import are accounted for`)
}
