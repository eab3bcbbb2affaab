import type { PoolClient } from 'pg'
import type { Value } from '../engine/value.ts'
import { runBatch } from './batch.ts'

/** How long writes go on before somebody looks whether tables have grown. */
const lookAfterMs = 1000
/** Rows that are few for any plan. */
const fewRows = 500

/** Tables of ours of which at least as many rows were written since the last stock as there were then. */
const grown = `select oid::regclass::text as name from pg_class
  where relkind = 'r' and relnamespace = current_schema()::regnamespace
    and pg_has_role(relowner, 'usage') and pg_stat_get_mod_since_analyze(oid) > $1 + greatest(reltuples, 0)`

/**
 * Has the database take stock of tables that grow fast. It would do so by itself, but looks once a minute: until then the plans of
 * an empty table hold, by which each of 10,000 messages that leave is found by a look at all of them.
 */
export class Statistics {
  readonly #lend: <T>(use: (client: PoolClient) => Promise<T>) => Promise<T>
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #isClosed = false

  constructor(lend: <T>(use: (client: PoolClient) => Promise<T>) => Promise<T>) {
    this.#lend = lend
  }

  /** Is told of each write. While nobody writes, nobody looks. */
  onWrite(): void {
    if (this.#isClosed || this.#looking) return
    this.#timer ??= setTimeout(() => this.#look(), lookAfterMs).unref()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#looking
  }

  #look(): void {
    this.#timer = undefined
    this.#looking = this.#takeStock()
      // It is for speed alone, and is tried again.
      .catch(() => undefined)
      .finally(() => {
        this.#looking = undefined
      })
  }

  async #takeStock(): Promise<void> {
    const run = (sql: string, parameters: readonly Value[] = []) =>
      this.#lend((client) => runBatch(client, [{ sql, parameters }]))
    const { rows } = await run(grown, [fewRows])
    for (const { name } of rows) {
      if (this.#isClosed) return
      // Another server, or the database itself, may be at it.
      await run(`analyze (skip_locked) ${name}`)
    }
  }
}
