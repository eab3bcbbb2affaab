import type { PoolClient, QueryResult } from 'pg'
import type { Session } from '../engine/engine.ts'
import type { Row, Value } from '../engine/value.ts'
import { runBatch, type Statement } from './batch.ts'
import { copyRows } from './copy.ts'
import { isConnectionTrouble } from './errors.ts'
import { mergeRuns } from './gather/merge-run.ts'
import type { Shapes } from './gather/shapes.ts'
import { sessionOn } from './session.ts'

/** Statements that wait for the next one, and bytes and characters of their parameters, at the most. */
const waitingAtMost = 500
const mostOfParameters = 1_000_000

/**
 * Runs transactions on one connection. A statement without an answer is sent together with the next statement that has
 * one. So a small write is two ways to the server and back: `begin` with the lock of the row, then everything that it
 * writes with the commit.
 */
export class PostgresWriter {
  readonly #client: PoolClient
  readonly #session: Session
  readonly #shapes: Shapes
  #waiting: Statement[] = []
  #length = 0
  #last: Statement[] = []
  #hasBegun = false
  #hasAskedForCommit = false

  constructor(client: PoolClient, shapes: Shapes) {
    this.#client = client
    this.#shapes = shapes
    this.#session = sessionOn((statement) => this.#run(statement), {
      put: async (sql, parameters) => {
        this.#length += parameters.reduce<number>((sum, value) => sum + lengthOf(value), 0)
        if (this.#waiting.length < waitingAtMost && this.#length < mostOfParameters) {
          this.#waiting.push({ sql, parameters })
        } else await this.#run({ sql, parameters })
      },
      putLast: async (sql, parameters) => {
        this.#last.push({ sql, parameters })
      },
      insertRows: async (table, batch) => {
        await this.#send()
        await copyRows(client, table, batch)
      },
    })
  }

  /**
   * Whether the last transaction may have been committed, since its commit was asked for. One that has failed before was
   * not, whatever became of its connection.
   */
  get hasAskedForCommit(): boolean {
    return this.#hasAskedForCommit
  }

  /** Runs `work` in a transaction. A server that does not answer any more is not asked for a rollback. */
  async transact<T>(isolation: string, work: (session: Session) => Promise<T>): Promise<T> {
    this.#waiting = [{ sql: `begin isolation level ${isolation}`, parameters: [] }]
    this.#last = []
    this.#hasBegun = false
    this.#hasAskedForCommit = false
    try {
      const answer = await work(this.#session)
      this.#waiting.push(...this.#last.sort(byParameters))
      this.#hasAskedForCommit = true
      const { command } = await this.#run({ sql: 'commit', parameters: [] })
      // A transaction in which a statement failed ends in a rollback, even where a commit was asked for.
      if (command !== 'COMMIT') throw new Error('a statement failed, and the work went on')
      return answer
    } catch (error) {
      if (this.#hasBegun && !isConnectionTrouble(error)) {
        await runBatch(this.#client, [{ sql: 'rollback', parameters: [] }])
      }
      throw error
    }
  }

  #run(statement: Statement): Promise<QueryResult<Row>> {
    return this.#send([statement])
  }

  #send(asked: readonly Statement[] = []): Promise<QueryResult<Row>> {
    this.#hasBegun = true
    this.#length = 0
    return runBatch(this.#client, [...mergeRuns(this.#waiting.splice(0), this.#shapes), ...asked])
  }
}

function lengthOf(value: Value): number {
  return typeof value === 'string' || value instanceof Uint8Array ? value.length : 0
}

/** The order of the last statements, the same in every transaction, so that no two transactions wait for each other. */
export function byParameters(one: Statement, other: Statement): number {
  const [former, latter] = [String(one.parameters), String(other.parameters)]
  return former < latter ? -1 : former > latter ? 1 : 0
}
