/** A value of a column. Times are epoch milliseconds, and flags are 0 and 1. */
export type Value = string | number | null | Uint8Array

/** A row by column name. */
export type Row = Record<string, Value>

/** Some rows of a table: the values of each in the order of the columns, and each row in bytes (`row-bytes.ts`). */
export interface Batch {
  readonly rows: readonly (readonly Value[])[]
  readonly encoded: readonly Buffer[]
}
