import type { Session } from './engine.ts'
import type { Value } from './value.ts'

/**
 * Inserts a row by the names of its columns, which must be our own. `onConflict` ends the statement. Returns how many
 * rows were written.
 */
export function insertRow(
  session: Session,
  table: string,
  row: Readonly<Record<string, Value>>,
  onConflict = '',
): Promise<number> {
  const columns = Object.keys(row)
  const parameters = columns.map((_, index) => `$${index + 1}`)
  return session.run(`insert into ${table} (${columns}) values (${parameters}) ${onConflict}`, Object.values(row))
}
