import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type ClientConfig, type PoolClient, types } from 'pg'
import { LostRace } from '../core/errors.ts'
import type { Engine, Session } from './engine.ts'
import { bookIsAway, explain, isConnectionTrouble } from './postgres-errors.ts'
import { PostgresLink } from './postgres-link.ts'
import { type PoolLimits, PostgresPool } from './postgres-pool.ts'
import { sessionOn } from './postgres-session.ts'
import { continueAfter, lastNumber, tables } from './postgres-tables.ts'

/** How a book on PostgreSQL is reached; beside the connections of its pool one listens. Times are milliseconds. */
export interface PostgresOptions extends PoolLimits {
  /** `postgres://user:password@host:port/database`, with `sslmode` and its like. */
  readonly url: string
  readonly statementTimeout: number
  readonly lockTimeout: number
}

/** How often a transaction that lost a race is tried in all. */
const attempts = 10

const bigint = 20
const numeric = 1700

/** Opens the database, whose schema must be that of this version. */
export function openPostgres(options: PostgresOptions): Engine {
  const pool = new PostgresPool(clientConfig(options), options)
  const link = new PostgresLink(clientConfig(options))
  const sessions = new WeakMap<PoolClient, Session>()
  const sessionOf = (client: PoolClient): Session => {
    const session = sessions.get(client) ?? sessionOn((use) => use(client))
    sessions.set(client, session)
    return session
  }
  const reader = sessionOn((use) => untilWon(() => pool.lend(use)))
  return {
    reader,
    like: (column, parameter) => `${column} collate "default" ilike ${parameter} escape '\\'`,
    contains: (column, parameter) => `strpos(${column}, ${parameter}) > 0`,
    includes: (bytes, part) => `position(${part} in ${bytes}) > 0`,
    foreignMark: () => link.mark(),
    async announceAccess(session) {
      await session.one("select pg_notify('dialbook_access', '')", [])
    },
    leads: (work) => link.leads(work),
    snapshot: (work) =>
      untilWon(() =>
        pool.lend((client) => transact(client, 'repeatable read read only', () => work(sessionOf(client)))),
      ),
    transaction: (work) =>
      untilWon(() => pool.lendToWriter((client) => transact(client, 'read committed', () => work(sessionOf(client))))),
    tables,
    lastNumber,
    continueAfter,
    async refreshStatistics() {
      await reader.run('analyze', [])
    },
    async size() {
      return (await reader.one('select pg_database_size(current_database()) as size', []))?.size as number
    },
    async close() {
      await link.close()
      await pool.close()
    },
  }
}

/** Runs again what lost a race. */
async function untilWon<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof LostRace)) throw error
      if (attempt === attempts) throw bookIsAway(error)
      await pause(randomInt(2 ** attempt))
    }
  }
}

/** Runs `work` in a transaction. A server that has fallen silent is not asked to roll it back. */
async function transact<T>(client: PoolClient, isolation: string, work: () => Promise<T>): Promise<T> {
  await control(client, `begin isolation level ${isolation}`)
  try {
    const answer = await work()
    await control(client, 'commit')
    return answer
  } catch (error) {
    if (!isConnectionTrouble(error)) await control(client, 'rollback')
    throw error
  }
}

/** How every connection is made: whole numbers are numbers, and a commit is on disk when it is answered. */
export function clientConfig(options: PostgresOptions): ClientConfig {
  return {
    connectionString: options.url,
    application_name: 'dialbook',
    keepAlive: true,
    options: '-c synchronous_commit=on',
    statement_timeout: options.statementTimeout,
    // The server ends a statement by itself; this is for one that is not there any more.
    query_timeout: options.statementTimeout + 1000,
    lock_timeout: options.lockTimeout,
    idle_in_transaction_session_timeout: options.statementTimeout,
    connectionTimeoutMillis: options.connectTimeout,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === bigint || oid === numeric ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
    },
  }
}

/** Begins or ends a transaction. One in which a statement failed ends in a rollback, even where a commit was asked for. */
async function control(client: PoolClient, sql: string): Promise<void> {
  const result = await client.query(sql).catch((error) => {
    throw explain(error)
  })
  if (sql === 'commit' && result.command !== 'COMMIT') throw new Error('a statement failed, and the work went on')
}
