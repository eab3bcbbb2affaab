import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type ClientConfig, type PoolClient, types } from 'pg'
import { LostRace } from '../../core/errors.ts'
import type { Engine } from '../engine/engine.ts'
import { runBatch } from './batch.ts'
import { bookIsAway } from './errors.ts'
import { PostgresLink } from './link.ts'
import { type PoolLimits, PostgresPool } from './pool.ts'
import { admitRole } from './role.ts'
import { sessionOn } from './session.ts'
import { continueAfter, lastNumber, tables } from './tables.ts'
import { PostgresWriter } from './writer.ts'

/** The way to a book on PostgreSQL. One more connection than those of the pool listens. Times are milliseconds. */
export interface PostgresOptions extends PoolLimits {
  /** `postgres://user:password@host:port/database`, with `sslmode` and its like. */
  readonly url: string
  readonly statementTimeout: number
  readonly lockTimeout: number
}

/** Tries of a transaction that loses races, the first one among them. */
const attempts = 10

const bigint = 20
const numeric = 1700

/** Opens the database, which must have been migrated to the version of this program. */
export function openPostgres(options: PostgresOptions): Engine {
  const pool = new PostgresPool(clientConfig(options), options)
  const link = new PostgresLink(clientConfig(options))
  const writers = new WeakMap<PoolClient, PostgresWriter>()
  const writerOn = (client: PoolClient): PostgresWriter => {
    const writer = writers.get(client) ?? new PostgresWriter(client)
    writers.set(client, writer)
    return writer
  }
  const reader = sessionOn((statement) => untilWon(() => pool.lend((client) => runBatch(client, [statement]))), {
    put: noWrite,
    putLast: noWrite,
    insertRows: noWrite,
  })
  return {
    reader,
    like: (column, parameter) => `${column} collate "default" ilike ${parameter} escape '\\'`,
    contains: (column, parameter) => `strpos(${column}, ${parameter}) > 0`,
    mayInclude: (bytes, parameter) => `position(${parameter} in ${bytes}) > 0`,
    hasBit: (bytes, place, bit, parameter) => `get_bit(${bytes}, ${place} * 8 + ${parameter(bit)}) = 1`,
    foreignMark: () => link.mark(),
    async announceAccess(session) {
      await session.one("select pg_notify('dialbook_access', '')", [])
    },
    leads: (work) => link.leads(work),
    snapshot: (work) =>
      untilWon(() => pool.lend((client) => writerOn(client).transact('repeatable read read only', work))),
    transaction: (work) =>
      untilWon(() => pool.lendToWriter((client) => writerOn(client).transact('read committed', work))),
    admitPbx: (role) =>
      admitRole(
        reader,
        (work) => pool.lendToWriter((client) => writerOn(client).transact('read committed', work)),
        role,
      ),
    tables,
    lastNumber,
    continueAfter,
    async refreshStatistics() {
      await reader.run('analyze', [])
    },
    // PostgreSQL refuses each write by itself, and says why.
    refusesWrites: () => null,
    // PostgreSQL itself keeps what it has acknowledged, and refuses to start with a damaged log.
    missingChanges: () => [],
    damagedPages: async () => [],
    schemaSum: async () => null,
    async pageChecksums() {
      return (await reader.one('show data_checksums', []))?.data_checksums === 'on'
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

/** Runs `work`, and again when it lost a race, after a random wait of less than 2, 4, 8, … ms. */
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

/** The settings of every connection: whole numbers arrive as numbers, and a commit is on disk when it is answered. */
export function clientConfig(options: PostgresOptions): ClientConfig {
  return {
    connectionString: options.url,
    application_name: 'dialbook',
    keepAlive: true,
    // A statement is sent without waiting for the answers to those before it.
    pipeline: true,
    options: '-c synchronous_commit=on',
    statement_timeout: options.statementTimeout,
    // A server ends a slow statement by itself. This time-out is for a server that is gone.
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

async function noWrite(): Promise<never> {
  throw new Error('only a transaction can write without waiting')
}
