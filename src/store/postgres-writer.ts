import type { PoolClient } from 'pg'
import type { Session } from './engine.ts'
import { explain, isConnectionTrouble } from './postgres-errors.ts'
import { type Statement, sessionOn } from './postgres-session.ts'

/**
 * Runs transactions on one connection. What nobody waits for goes out at once, the commit right behind it: a small write is
 * two turns to the server and back, not one for each statement.
 */
export class PostgresWriter {
  readonly #client: PoolClient
  readonly #session: Session
  #outcomes: Promise<unknown>[] = []
  #last: Statement[] = []

  constructor(client: PoolClient) {
    this.#client = client
    this.#session = sessionOn((use) => use(client), {
      keep: (outcome) => this.#keep(outcome),
      keepLast: (statement) => this.#last.push(statement),
    })
  }

  /** Runs `work` in a transaction. A server that has fallen silent is not asked to roll it back. */
  async transact<T>(isolation: string, work: (session: Session) => Promise<T>): Promise<T> {
    this.#outcomes = []
    this.#last = []
    this.#keep(this.#control(`begin isolation level ${isolation}`))
    try {
      const answer = await work(this.#session)
      for (const { sql, parameters } of this.#last.sort(byParameters)) await this.#session.put(sql, parameters)
      this.#keep(this.#control('commit'))
      await this.#settle()
      return answer
    } catch (error) {
      // The first statement that failed says why; those behind it only that one has.
      const reason = await this.#settle().then(
        () => error,
        (first) => first,
      )
      if (!isConnectionTrouble(reason)) await this.#control('rollback')
      throw reason
    }
  }

  #keep(outcome: Promise<unknown>): void {
    this.#outcomes.push(outcome)
    outcome.catch(() => undefined)
  }

  async #settle(): Promise<void> {
    for (const outcome of this.#outcomes) await outcome
  }

  /** Begins or ends a transaction. One in which a statement failed ends in a rollback, even where a commit was asked for. */
  async #control(sql: string): Promise<void> {
    const result = await this.#client.query(sql).catch((error) => {
      throw explain(error)
    })
    if (sql === 'commit' && result.command !== 'COMMIT') throw new Error('a statement failed, and the work went on')
  }
}

/** One order for all, so that no two transactions wait for each other. */
function byParameters(one: Statement, other: Statement): number {
  const [former, latter] = [String(one.parameters), String(other.parameters)]
  return former < latter ? -1 : former > latter ? 1 : 0
}
