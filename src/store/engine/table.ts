/** What a column may hold. */
export type Kind = 'integer' | 'text' | 'blob'

export interface Column {
  readonly name: string
  readonly kind: Kind
}

/** A table as the schema of a database has it: nobody keeps a list of tables by hand, which the next migration would not. */
export interface Table {
  readonly name: string
  /** In the order of their names: it is the same in every engine. */
  readonly columns: readonly Column[]
  /** Their values tell a row from every other. */
  readonly key: readonly string[]
}

/** A column as an engine lists it, with its place in the primary key from 1 on; 0 where it is not part of it. */
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

/** A name in a statement, whatever words the engine keeps for itself. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
