import type { PoolClient, QueryResult } from 'pg'
import { Refusal } from '../core/errors.ts'
import type { Row, Session, Value } from './engine.ts'
import { copyRows } from './postgres-copy.ts'
import { explain, isStalePlan } from './postgres-errors.ts'

/** Statements that each connection keeps prepared: all that are written here, and the first filters of clients. */
const preparedAtMost = 500

const names = new Map<string, string>()
let generation = 0

/** The name under which a connection prepares a statement; undefined for what is parsed anew each time. */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql)
  if (known !== undefined || names.size >= preparedAtMost) return known
  const name = `s${generation}_${names.size}`
  names.set(sql, name)
  return name
}

/** Has every connection prepare its statements anew, under other names. */
function forgetNames(): void {
  names.clear()
  generation++
}

/** Lends a connection for one statement. */
export type Lend = <T>(use: (client: PoolClient) => Promise<T>) => Promise<T>

/** A statement that is to go out later. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly Value[]
}

/** What becomes of writes that nobody waits for. */
export interface Unawaited {
  keep(outcome: Promise<unknown>): void
  keepLast(statement: Statement): void
}

/** Runs statements on the connections that it is lent. */
export function sessionOn(lend: Lend, { keep, keepLast }: Unawaited): Session {
  const query = (sql: string, parameters: readonly Value[]): Promise<QueryResult<Row>> =>
    lend((client) => runStatement(client, sql, parameters))
  return {
    all: async (sql, parameters) => (await query(sql, parameters)).rows,
    one: async (sql, parameters) => (await query(sql, parameters)).rows[0],
    lockOne: async (sql, parameters) => (await query(`${sql} for update`, parameters)).rows[0],
    lockAll: async (sql, parameters) => (await query(`${sql} for update`, parameters)).rows,
    run: async (sql, parameters) => (await query(sql, parameters)).rowCount ?? 0,
    async put(sql, parameters) {
      // What is never sent would not keep the commit behind it from happening.
      mustFit(parameters)
      keep(query(sql, parameters))
    },
    async putLast(sql, parameters) {
      mustFit(parameters)
      keepLast({ sql, parameters })
    },
    insertRows: (table, batch) => lend((client) => copyRows(client, table, batch)),
  }
}

async function runStatement(client: PoolClient, sql: string, parameters: readonly Value[]): Promise<QueryResult<Row>> {
  mustFit(parameters)
  const name = nameOf(sql)
  try {
    return await client.query<Row>({ text: sql, values: [...parameters], ...(name && { name }) })
  } catch (error) {
    if (isStalePlan(error) && names.get(sql) === name) forgetNames()
    throw explain(error)
  }
}

function mustFit(parameters: readonly Value[]): void {
  if (parameters.some((value) => typeof value === 'string' && value.includes('\0'))) {
    throw new Refusal('invalid_value', 'no text can hold the character U+0000')
  }
}
