import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Session } from '../engine/engine.ts'
import { quoted } from '../engine/table.ts'
import type { Row, Value } from '../engine/value.ts'
import { errorOfStatement } from './errors.ts'

/** Statements that are kept prepared: all that the store has, and those of clients' filters that were prepared last. */
const preparedAtMost = 500

interface Prepared {
  readonly statement: StatementSync
  readonly columns: readonly string[]
  /** A row with no values yet. A copy of it has all columns at once: from 20 on, a row that got them one by one takes four times as long. */
  readonly empty: Row
}

/** A session on one connection, which prepares each statement once. */
export function sessionOn(database: DatabaseSync): Session {
  const prepared = new Map<string, Prepared>()
  const prepare = (sql: string): Prepared => {
    const found = prepared.get(sql)
    if (found) return found
    // The statement that was prepared first goes. One that is in use is prepared again by its next use.
    if (prepared.size >= preparedAtMost) prepared.delete(prepared.keys().next().value ?? '')
    const statement = database.prepare(sql.replace(/\$(\d+)/g, '?$1'))
    statement.setReturnArrays(true)
    const columns = statement.columns().map(({ name }) => name)
    const empty: Row = JSON.parse(JSON.stringify(Object.fromEntries(columns.map((name) => [name, null]))))
    const made = { statement, columns, empty }
    prepared.set(sql, made)
    return made
  }
  /** Does something with the prepared statement. */
  const run = <T>(sql: string, act: (prepared: Prepared) => T): T => {
    try {
      return act(prepare(sql))
    } catch (error) {
      throw errorOfStatement(error)
    }
  }
  const one: Session['one'] = async (sql, parameters) =>
    run(sql, (prepared) => {
      const values = prepared.statement.get(...bound(parameters)) as unknown as Value[] | undefined
      return values && rowOf(prepared, values)
    })
  const all: Session['all'] = async (sql, parameters) =>
    run(sql, (prepared) => {
      const rows = prepared.statement.all(...bound(parameters)) as unknown as Value[][]
      return rows.map((values) => rowOf(prepared, values))
    })
  const put: Session['put'] = async (sql, parameters) => {
    run(sql, ({ statement }) => statement.run(...bound(parameters)))
  }
  return {
    sumsRows: true,
    all,
    one,
    // SQLite has one writer at a time, so that no row needs a lock.
    lockOne: one,
    lockAll: all,
    async run(sql, parameters) {
      return Number(run(sql, ({ statement }) => statement.run(...bound(parameters)).changes))
    },
    put,
    putLast: put,
    async insertRows({ name, columns }, { rows }) {
      const names = columns.map((column) => quoted(column.name))
      const { statement } = prepare(
        `insert into ${name} (${names}) values (${columns.map((_, index) => `$${index + 1}`)})`,
      )
      for (const values of rows) statement.run(...bound(values))
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
