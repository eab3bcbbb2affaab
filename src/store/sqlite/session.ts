import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Session } from '../engine/engine.ts'
import { quoted } from '../engine/table.ts'
import type { Row, Value } from '../engine/value.ts'
import { errorOfStatement } from './errors.ts'

/** Statements that are kept prepared: all that the store has, and those of clients' filters that were prepared last. */
const preparedAtMost = 500

/** A session on SQLite. Its statements have run when they return, so that what awaits nothing else goes on within the turn of the event loop. */
export interface SqliteSession extends Session {
  /** How many statements have written so far. One that changed no row has not. */
  written(): number
}

interface Prepared {
  readonly statement: StatementSync
  readonly columns: readonly string[]
  /** Whether a query may write, as `insert … returning` does. */
  readonly mayWrite: boolean
  /** A row with no values yet. A copy of it has all columns at once: from 20 on, a row that got them one by one takes four times as long. */
  readonly empty: Row
}

/** A session on one connection, which prepares each statement once. */
export function sessionOn(database: DatabaseSync): SqliteSession {
  const prepared = new Map<string, Prepared>()
  let written = 0
  const prepare = (sql: string): Prepared => {
    const found = prepared.get(sql)
    if (found) return found
    // The statement that was prepared first goes. One that is in use is prepared again by its next use.
    if (prepared.size >= preparedAtMost) prepared.delete(prepared.keys().next().value ?? '')
    const statement = database.prepare(sql.replace(/\$(\d+)/g, '?$1'))
    statement.setReturnArrays(true)
    const columns = statement.columns().map(({ name }) => name)
    const empty: Row = JSON.parse(JSON.stringify(Object.fromEntries(columns.map((name) => [name, null]))))
    const made = { statement, columns, empty, mayWrite: /\b(insert|update|delete)\b/i.test(sql) }
    prepared.set(sql, made)
    return made
  }
  const one: Session['one'] = async (sql, parameters) => {
    try {
      const found = prepare(sql)
      const values = found.statement.get(...bound(parameters)) as unknown as Value[] | undefined
      if (found.mayWrite) written++
      return values && rowOf(found, values)
    } catch (error) {
      throw errorOfStatement(error)
    }
  }
  const all: Session['all'] = async (sql, parameters) => {
    try {
      const found = prepare(sql)
      const rows = found.statement.all(...bound(parameters)) as unknown as Value[][]
      if (found.mayWrite) written++
      return rows.map((values) => rowOf(found, values))
    } catch (error) {
      throw errorOfStatement(error)
    }
  }
  const write = (sql: string, parameters: readonly Value[]): number => {
    try {
      const changes = Number(prepare(sql).statement.run(...bound(parameters)).changes)
      if (changes > 0) written++
      return changes
    } catch (error) {
      throw errorOfStatement(error)
    }
  }
  const put: Session['put'] = async (sql, parameters) => {
    write(sql, parameters)
  }
  return {
    sumsRows: true,
    all,
    one,
    // SQLite has one writer at a time, so that no row needs a lock.
    lockOne: one,
    lockAll: all,
    run: async (sql, parameters) => write(sql, parameters),
    put,
    putLast: put,
    written: () => written,
    async insertRows({ name, columns }, { rows }) {
      const names = columns.map((column) => quoted(column.name))
      const { statement } = prepare(
        `insert into ${name} (${names}) values (${columns.map((_, index) => `$${index + 1}`)})`,
      )
      for (const values of rows) {
        statement.run(...bound(values))
        written++
      }
    },
  }
}

/** A row by column names. The library's own rows have no fixed shape, and take twice as long to make and to read. */
function rowOf({ columns, empty }: Prepared, values: readonly Value[]): Row {
  const row: Row = { ...empty }
  for (let index = 0; index < columns.length; index++) row[columns[index] as string] = values[index] as Value
  return row
}

function bound(parameters: readonly Value[]): SQLInputValue[] {
  return parameters as SQLInputValue[]
}
