/** The kind of all values of a column, other than null. */
export type Kind = 'integer' | 'text' | 'blob'

export interface Column {
  readonly name: string
  readonly kind: Kind
}

/**
 * A table as the schema of a database has it. No list of tables is kept by hand, because a migration could be forgotten
 * in it.
 */
export interface Table {
  readonly name: string
  /** The columns in the order of their names, which is the same in every engine. */
  readonly columns: readonly Column[]
  /** The columns whose values tell a row from every other. */
  readonly key: readonly string[]
}

/**
 * A column as an engine lists it, with its place in the primary key: 1 for the first, 0 for a column outside of the
 * key.
 */
export interface ListedColumn extends Column {
  readonly table: string
  readonly keyPlace: number
}

/** The tables that these columns make, in the order of their names. */
export function tablesOf(listed: readonly ListedColumn[]): Table[] {
  const byTable = Map.groupBy(listed, ({ table }) => table)
  return [...byTable]
    .map(([name, columns]) => ({
      name,
      columns: columns.map(({ name, kind }) => ({ name, kind })).sort((one, other) => (one.name < other.name ? -1 : 1)),
      key: columns
        .filter(({ keyPlace }) => keyPlace > 0)
        .sort((one, other) => one.keyPlace - other.keyPlace)
        .map(({ name }) => name),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** A name in a statement, also one that is a word of SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
