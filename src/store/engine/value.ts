/** What a column holds. Times are epoch milliseconds, flags are 0 and 1. */
export type Value = string | number | null | Uint8Array

/** A row by column name. */
export type Row = Record<string, Value>

/** Some rows of a table: values in the order of its columns, and each row in bytes. */
export interface Batch {
  readonly rows: readonly (readonly Value[])[]
  readonly encoded: readonly Buffer[]
}
