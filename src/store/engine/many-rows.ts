import { sums, sumsOf } from '../checks/checksum.ts'
import { sumIn, summed } from '../checks/sum-row.ts'
import type { Session } from './engine.ts'
import type { Row, Value } from './value.ts'

/** Values of one statement, at the most: the time that the driver of SQLite needs grows with the square of the parameters. */
const valuesAtMost = 500

/**
 * Inserts rows with the same columns, without an answer: each by a statement, since that is the fastest for SQLite, and
 * PostgreSQL gets some of them at once. `onConflict` ends the statements.
 */
export async function putManyRows(
  session: Session,
  table: string,
  rows: readonly Readonly<Record<string, Value>>[],
  onConflict = '',
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(summed(session, table, first))
  const parameters = columns.map((_, index) => `$${index + 1}`)
  const sql = `insert into ${table} (${columns}) values (${parameters}) ${onConflict}`
  for (const row of rows) await session.put(sql, Object.values(summed(session, table, row)))
}

/**
 * Runs a statement for some values after the other. `act` gets the list for its `in (…)`, and all parameters: `first` and the values.
 * The last value fills the list up to 1, 2, 4, 8, … values: lists of any length are a few statements, which engines keep prepared.
 */
export async function eachSome(
  values: readonly Value[],
  first: readonly Value[],
  act: (list: string, parameters: readonly Value[]) => Promise<void>,
): Promise<void> {
  for (const some of slices(values, valuesAtMost)) {
    const length = Math.min(2 ** Math.ceil(Math.log2(some.length)), valuesAtMost)
    const filling = Array.from({ length: length - some.length }, () => some.at(-1) as Value)
    const list = Array.from({ length }, (_, index) => `$${first.length + index + 1}`)
    await act(String(list), [...first, ...some, ...filling])
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
  await eachSome(inOrder, [accountId], async (list, parameters) => {
    const sql = `select * from ${table} where account_id = $1 and id in (${list}) order by id`
    for (const row of await session.lockAll(sql, parameters)) rows.push(row)
  })
  return rows
}

function* slices<T>(things: readonly T[], length: number): Generator<readonly T[]> {
  for (let at = 0; at < things.length; at += length) yield things.slice(at, at + length)
}

/** A row as it is in the table, and as it is to be. */
export interface RowChange {
  readonly before: Readonly<Record<string, Value>>
  readonly after: Readonly<Record<string, Value>>
}

/**
 * Updates rows, without an answer, by their accounts and ids. Only columns that differ are written: setting a column costs its
 * indexes, even if the value stays the same.
 */
export async function updateManyRows(session: Session, table: string, changes: readonly RowChange[]): Promise<void> {
  for (const { before, after } of changes) await updateRow(session, table, before, after)
}

/** Updates a row as {@link updateManyRows} does. Tells whether anything differs. */
export async function updateRow(
  session: Session,
  table: string,
  before: RowChange['before'],
  after: RowChange['after'],
): Promise<boolean> {
  const values: Value[] = [after.account_id as Value, after.id as Value]
  let changed = table
  for (const column in after) {
    if (before[column] === after[column]) continue
    values.push(after[column] as Value)
    changed += ` ${column}`
  }
  if (values.length === 2) return false
  for (const name of sumsOf(table)) values.push(sumIn(session, name, after))
  await session.put(updating(table, changed), values)
  return true
}

/** The statements that were made last, by the table and the columns that they set. Few sets of columns change together. */
const statements = new Map<string, string>()
const statementsAtMost = 500

function updating(table: string, changed: string): string {
  const known = statements.get(changed)
  if (known) return known
  const columns = [...changed.split(' ').slice(1), ...sumsOf(table).map((name) => sums[name].sum)]
  const set = columns.map((column, index) => `${column} = $${index + 3}`)
  const made = `update ${table} set ${set} where account_id = $1 and id = $2`
  if (statements.size >= statementsAtMost) statements.clear()
  statements.set(changed, made)
  return made
}

/** How many of the rows with these ids the table has. */
export async function countRows(
  session: Session,
  table: string,
  accountId: number,
  ids: readonly number[],
): Promise<number> {
  let found = 0
  await eachSome(ids, [accountId], async (list, parameters) => {
    const sql = `select count(*) as count from ${table} where account_id = $1 and id in (${list})`
    found += ((await session.one(sql, parameters))?.count ?? 0) as number
  })
  return found
}
