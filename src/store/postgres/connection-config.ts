import { Client, type ClientConfig, types } from 'pg'
import { addressesOf, wantsLeader } from './addresses.ts'
import { Hosts } from './hosts.ts'
import { leaderClient } from './leader-client.ts'
import type { PoolLimits } from './pool.ts'

/** The way to a book on PostgreSQL. One more connection than those of the pool listens. Times are milliseconds. */
export interface PostgresOptions extends PoolLimits {
  /** `postgres://user:password@host:port/database`, with several hosts behind commas, `sslmode` and its like. */
  readonly url: string
  readonly statementTimeout: number
  readonly lockTimeout: number
}

const bigint = 20
const numeric = 1700

/** The settings of connections, and the class that makes them. */
export interface ConnectionConfig extends ClientConfig {
  readonly Client: typeof Client
}

/** The settings of every connection: whole numbers arrive as numbers, and a commit is on disk when it is answered. */
export function clientConfig(options: PostgresOptions): ConnectionConfig {
  const addresses = addressesOf(options.url)
  return {
    Client: wantsLeader(options.url) ? leaderClient(new Hosts(addresses, options.connectTimeout)) : Client,
    connectionString: addresses[0],
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
