import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type ClientConfig, Pool, type PoolClient, types } from 'pg'
import type { Engine, Session } from './engine.ts'
import { bookIsAway, explain, isConnectionTrouble, LostRace } from './postgres-errors.ts'
import { PostgresLink } from './postgres-link.ts'
import { admitRole } from './postgres-role.ts'
import { sessionOn } from './postgres-session.ts'

/** How a book on PostgreSQL is reached. Times are milliseconds. */
export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with `sslmode` and its like. */
  readonly url: string
  /** Connections for statements; one more listens. */
  readonly connections: number
  /** Requests that may wait for a connection; those after them are refused at once. */
  readonly queue: number
  /** The longest wait for a connection. */
  readonly connectTimeout: number
  readonly statementTimeout: number
  readonly lockTimeout: number
}

/** How often a transaction that lost a race is tried in all. */
const attempts = 10

const bigint = 20
const numeric = 1700

/** Opens the database, whose schema must be that of this version. */
export function openPostgres(options: PostgresOptions): Engine {
  const pool = new Pool({
    ...clientConfig(options),
    max: options.connections,
    connectionTimeoutMillis: options.connectTimeout,
  })
  // A connection that breaks while nobody uses it is replaced; who uses one gets the error.
  pool.on('error', () => undefined)
  const link = new PostgresLink(clientConfig(options))

  const checkOut = async (): Promise<PoolClient> => {
    if (pool.waitingCount >= options.queue) throw bookIsAway(new Error('too many requests wait for a connection'))
    return pool.connect().catch((error) => {
      throw explain(error)
    })
  }
  const sessions = new WeakMap<PoolClient, Session>()
  const sessionOf = (client: PoolClient): Session => {
    const session = sessions.get(client) ?? sessionOn((use) => use(client))
    sessions.set(client, session)
    return session
  }
  const inTransaction = async <T>(begin: string, work: (session: Session) => Promise<T>): Promise<T> => {
    const client = await checkOut()
    let isBroken = false
    try {
      await control(client, begin)
      const answer = await work(sessionOf(client))
      await control(client, 'commit')
      return answer
    } catch (error) {
      isBroken = !(await rollBack(client, error))
      throw error
    } finally {
      client.release(isBroken)
    }
  }
  const reader = sessionOn(async (use) => {
    const client = await checkOut()
    let isBroken = false
    try {
      return await use(client)
    } catch (error) {
      isBroken = isConnectionTrouble(error)
      throw error
    } finally {
      client.release(isBroken)
    }
  })
  return {
    reader,
    like: (column, parameter) => `${column} collate "default" ilike ${parameter} escape '\\'`,
    contains: (column, parameter) => `strpos(${column}, ${parameter}) > 0`,
    foreignMark: () => link.mark(),
    async announceAccess(session) {
      await session.one("select pg_notify('dialbook_access', '')", [])
    },
    leads: (work) => link.leads(work),
    snapshot: (work) => inTransaction('begin isolation level repeatable read read only', work),
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await inTransaction('begin isolation level read committed', work)
        } catch (error) {
          if (!(error instanceof LostRace)) throw error
          if (attempt === attempts) throw bookIsAway(error)
          await pause(randomInt(2 ** attempt))
        }
      }
    },
    admitPbx: (role) => admitRole(reader, (work) => inTransaction('begin', work), role),
    async size() {
      return (await reader.one('select pg_database_size(current_database()) as size', []))?.size as number
    },
    async close() {
      await link.close()
      await pool.end()
    },
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

/** Ends a transaction that failed; whether the connection is good for another one. A silent server is asked nothing more. */
async function rollBack(client: PoolClient, error: unknown): Promise<boolean> {
  if (isConnectionTrouble(error)) return false
  return control(client, 'rollback').then(
    () => true,
    () => false,
  )
}

/** Begins or ends a transaction. One in which a statement failed ends in a rollback, even where a commit was asked for. */
async function control(client: PoolClient, sql: string): Promise<void> {
  const result = await client.query(sql).catch((error) => {
    throw explain(error)
  })
  if (sql === 'commit' && result.command !== 'COMMIT') throw new Error('a statement failed, and the work went on')
}
