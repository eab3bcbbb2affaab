import { summed } from '../checks/sum-row.ts'
import type { Session } from './engine.ts'
import type { Value } from './value.ts'

/**
 * Inserts a row, with its checksum where its table has one, by the names of its columns, which must be our own. `onConflict` ends the statement. Returns how many
 * rows were written.
 */
export function insertRow(
  session: Session,
  table: string,
  row: Readonly<Record<string, Value>>,
  onConflict = '',
): Promise<number> {
  const whole = summed(session, table, row)
  const columns = Object.keys(whole)
  const parameters = columns.map((_, index) => `$${index + 1}`)
  const sql = `insert into ${table} (${columns}) values (${parameters})${onConflict && ` ${onConflict}`}`
  if (onConflict !== '') return session.run(sql, Object.values(whole))
  // A row that cannot be inserted makes the statement fail, so that nobody needs to wait for the count.
  return session.put(sql, Object.values(whole)).then(() => 1)
}
