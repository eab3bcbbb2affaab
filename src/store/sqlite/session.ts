import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Session } from '../engine/engine.ts'
import { quoted } from '../engine/table.ts'
import type { Row, Value } from '../engine/value.ts'

/** Statements that are kept prepared: all that are written here, and the filters that clients asked for last. */
const preparedAtMost = 500

interface Prepared {
  readonly statement: StatementSync
  readonly columns: readonly string[]
}

/** Runs statements on one connection, each prepared once. */
export function sessionOn(database: DatabaseSync): Session {
  const prepared = new Map<string, Prepared>()
  const prepare = (sql: string): Prepared => {
    const found = prepared.get(sql)
    if (found) return found
    // The oldest goes: a statement that is in use comes back with the next use.
    if (prepared.size >= preparedAtMost) prepared.delete(prepared.keys().next().value ?? '')
    const statement = database.prepare(sql.replace(/\$(\d+)/g, '?$1'))
    statement.setReturnArrays(true)
    const made = { statement, columns: statement.columns().map(({ name }) => name) }
    prepared.set(sql, made)
    return made
  }
  const one: Session['one'] = async (sql, parameters) => {
    const { statement, columns } = prepare(sql)
    const values = statement.get(...bound(parameters)) as unknown as Value[] | undefined
    return values && rowOf(columns, values)
  }
  const all: Session['all'] = async (sql, parameters) => {
    const { statement, columns } = prepare(sql)
    const rows = statement.all(...bound(parameters)) as unknown as Value[][]
    return rows.map((values) => rowOf(columns, values))
  }
  const put: Session['put'] = async (sql, parameters) => {
    prepare(sql).statement.run(...bound(parameters))
  }
  return {
    all,
    one,
    // There is one writer at a time.
    lockOne: one,
    lockAll: all,
    async run(sql, parameters) {
      return Number(prepare(sql).statement.run(...bound(parameters)).changes)
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

/** The library's own objects have no fixed shape: making a row and reading it takes half as long this way. */
function rowOf(columns: readonly string[], values: readonly Value[]): Row {
  const row: Row = {}
  for (let index = 0; index < columns.length; index++) row[columns[index] as string] = values[index] as Value
  return row
}

function bound(parameters: readonly Value[]): SQLInputValue[] {
  return parameters as SQLInputValue[]
}
