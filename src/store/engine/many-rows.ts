import { summed } from '../checks/sum-row.ts'
import type { Session } from './engine.ts'
import type { Row, Value } from './value.ts'

/** Parameters of one statement, at the most. An engine takes more, and needs longer to read the statement then. */
const parametersAtMost = 4000
const idsAtMost = 500

/**
 * Inserts rows with the same columns by some statements, each for many of them. `onConflict` ends the statements. Returns
 * how many rows were written.
 */
export async function insertManyRows(
  session: Session,
  table: string,
  rows: readonly Readonly<Record<string, Value>>[],
  onConflict = '',
): Promise<number> {
  const whole = rows.map((row) => summed(session, table, row))
  const columns = Object.keys(whole[0] ?? {})
  let written = 0
  for (const some of slices(whole, Math.floor(parametersAtMost / Math.max(columns.length, 1)))) {
    const values = some.map((_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`)})`)
    const parameters = some.flatMap((row) => Object.values(row))
    written += await session.run(`insert into ${table} (${columns}) values ${values} ${onConflict}`, parameters)
  }
  return written
}

/** Runs a statement for some ids after the other. `act` gets the list for its `in (…)`, and all parameters: `first` and the ids. */
export async function eachSomeIds(
  ids: readonly number[],
  first: readonly Value[],
  act: (list: string, parameters: readonly Value[]) => Promise<void>,
): Promise<void> {
  for (const some of slices(ids, idsAtMost)) {
    const list = some.map((_, index) => `$${first.length + index + 1}`)
    await act(String(list), [...first, ...some])
  }
}

/** Locks the rows of a table with these ids, in the order of their ids. */
export async function lockManyRows(
  session: Session,
  table: string,
  accountId: number,
  ids: readonly number[],
): Promise<Row[]> {
  const rows: Row[] = []
  const inOrder = ids.toSorted((one, other) => one - other)
  await eachSomeIds(inOrder, [accountId], async (list, parameters) => {
    const sql = `select * from ${table} where account_id = $1 and id in (${list}) order by id`
    for (const row of await session.lockAll(sql, parameters)) rows.push(row)
  })
  return rows
}

function* slices<T>(things: readonly T[], length: number): Generator<readonly T[]> {
  for (let at = 0; at < things.length; at += length) yield things.slice(at, at + length)
}
