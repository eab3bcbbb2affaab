import { type Connection, type PoolClient, Query, type QueryResult } from 'pg'
import { Refusal } from '../../core/errors.ts'
import type { Row, Value } from '../engine/value.ts'
import { explain, isStalePlan } from './errors.ts'
import { PreparedNames } from './prepared-names.ts'

/** A statement with its parameters. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly Value[]
}

const names = new PreparedNames()

/** Does as {@link runAll} does, and resolves with the result of the last statement. */
export async function runBatch(client: PoolClient, statements: readonly Statement[]): Promise<QueryResult<Row>> {
  const last = statements.length - 1
  const [result] = await runAll(
    client,
    statements.map((statement, index) => ({ ...statement, isAsked: index === last })),
  )
  return result as QueryResult<Row>
}

/** A statement whose result is handed out, or not. */
export interface AskedStatement extends Statement {
  readonly isAsked: boolean
}

/**
 * Sends statements together, and resolves with the results of those that are asked: all of them are one way to the
 * server and back. The last one must be asked. Statements behind one that fails are not carried out.
 */
export async function runAll(client: PoolClient, statements: readonly AskedStatement[]): Promise<QueryResult<Row>[]> {
  for (const { parameters } of statements) mustFit(parameters)
  const generation = names.generation
  const named = statements.map((statement) => ({ ...statement, name: names.nameOf(statement.sql) }))
  try {
    return await new Promise((resolve, reject) => {
      client.query(
        new Batch(named, (error, results) =>
          error ? reject(error) : resolve(Array.isArray(results) ? results : [results]),
        ),
      )
    })
  } catch (error) {
    if (isStalePlan(error)) names.forget(generation)
    throw explain(error)
  }
}

/** @throws Refusal for a text that PostgreSQL cannot hold. */
export function mustFit(parameters: readonly Value[]): void {
  if (parameters.some((value) => typeof value === 'string' && value.includes('\0'))) {
    throw new Refusal('invalid_value', 'no text can hold the character U+0000')
  }
}

interface NamedStatement extends AskedStatement {
  /** The name under which connections prepare the statement; undefined for one that is parsed anew each time. */
  readonly name: string | undefined
}

/** The messages that a connection can send, and the statements that it has prepared or is about to prepare. */
interface BatchConnection extends Omit<Connection, 'parse' | 'bind' | 'describe' | 'execute'> {
  readonly parsedStatements: Record<string, string>
  readonly submittedNamedStatements: Record<string, string>
  parse(statement: { readonly text: string; readonly name: string | undefined }): void
  bind(values: { readonly statement: string | undefined; readonly values: readonly (string | Buffer | null)[] }): void
  describe(what: { readonly type: 'P' }): void
  execute(): void
}

/** The members by which a query is told of the answers to it. The types of pg leave them out. */
interface Answered {
  handleCommandComplete(message: unknown, connection: BatchConnection): void
  handleDataRow(message: unknown): void
  handleError(error: Error, connection: BatchConnection): void
}

const AnsweredQuery = Query as unknown as new (text: string) => Answered & Omit<Query, 'submit'>

type Results = QueryResult<Row> | QueryResult<Row>[]

type Callback = (error: Error | null, results: Results) => void

/**
 * Statements with one end (`Sync`) for all of them. The client takes the batch for one query. Its name and its text are
 * always those of the statement that is answered next.
 */
class Batch extends AnsweredQuery {
  readonly #statements: readonly NamedStatement[]
  #answered = 0
  name: string | undefined
  text = ''

  constructor(statements: readonly NamedStatement[], callback: Callback) {
    super('')
    this.#statements = statements
    Object.assign(this, { callback })
    this.#turnToNext()
  }

  submit(connection: BatchConnection): void {
    connection.stream.cork()
    for (const statement of this.#statements) {
      bind(connection, statement)
      // Only of statements whose rows are handed out the columns are asked for.
      if (statement.isAsked) connection.describe({ type: 'P' })
      connection.execute()
    }
    connection.sync()
    connection.stream.uncork()
  }

  override handleCommandComplete(message: unknown, connection: BatchConnection): void {
    const { isAsked } = this.#statements[this.#answered] ?? { isAsked: false }
    this.#answered++
    if (isAsked) super.handleCommandComplete(message, connection)
    if (this.#answered < this.#statements.length) this.#turnToNext()
  }

  // The rows of statements that are not asked are passed over.
  override handleDataRow(message: unknown): void {
    if (this.#statements[this.#answered]?.isAsked) super.handleDataRow(message)
  }

  override handleError(error: Error, connection: BatchConnection): void {
    // The statement that failed may not have been parsed, and those behind it were not: none counts as prepared by now.
    for (const { name } of this.#statements.slice(this.#answered)) {
      if (name) delete connection.submittedNamedStatements[name]
    }
    super.handleError(error, connection)
  }

  #turnToNext(): void {
    const next = this.#statements[this.#answered]
    this.name = next?.name
    this.text = next?.sql ?? ''
  }
}

function bind(connection: BatchConnection, { sql, name, parameters }: NamedStatement): void {
  const { parsedStatements, submittedNamedStatements } = connection
  if (!name || !(name in parsedStatements || name in submittedNamedStatements)) {
    connection.parse({ text: sql, name })
    if (name) submittedNamedStatements[name] = sql
  }
  connection.bind({ statement: name, values: parameters.map(toWire) })
}

function toWire(value: Value): string | Buffer | null {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}
