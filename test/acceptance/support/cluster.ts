import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresServer, startPostgres } from '../../postgres-server.ts'
import { addKeys, Client as CheckMarketClient, type Keys } from './checkmarket.ts'
import { Lox24Client, sampleClientId, sampleToken } from './lox24.ts'
import { type Server, startServer } from './server.ts'
import { Client as SimotelClient, sampleKey } from './simotel.ts'

/** Servers on one book. The account `acme` has a key of each dialect. */
export interface Cluster {
  readonly servers: readonly Server[]
  /** A client of each dialect for a server. */
  clients(server: Server): Clients
  /** Starts one more server of the book, with other variables where they are given. */
  start(env?: Readonly<Record<string, string>>): Promise<Server>
  stop(): Promise<void>
}

/** A program that speaks every dialect. */
export interface Clients {
  readonly simotel: SimotelClient
  readonly lox24: Lox24Client
  readonly checkmarket: CheckMarketClient
}

/** Time-outs so short that a test can wait for all of them. */
export const shortTimeouts = {
  DIALBOOK_DATABASE_CONNECT_TIMEOUT: '2',
  DIALBOOK_DATABASE_STATEMENT_TIMEOUT: '2',
  DIALBOOK_DATABASE_LOCK_TIMEOUT: '2',
}

const account = [
  ['account', 'add', 'acme'],
  [
    ...['key', 'add', 'simotel', '--account', 'acme', '--auth', 'both', '--username', sampleKey.username],
    ...['--password', sampleKey.password, '--token', sampleKey.token],
  ],
  ['key', 'add', 'lox24', '--account', 'acme', '--client-id', sampleClientId, '--token', sampleToken],
]

/**
 * Starts servers on one book with one account. Several servers need a PostgreSQL in common; a single one may go
 * without.
 */
export async function startCluster(
  count: number,
  options: { readonly database?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Cluster> {
  const data = await mkdtemp(join(tmpdir(), 'dialbook-cluster-'))
  const env = { ...(options.database && { DIALBOOK_DATABASE_URL: options.database }), ...options.env }
  const first = await startServer({ data, env, prepare: account })
  const servers = [first]
  const start = async (more: Readonly<Record<string, string>> = {}) => {
    const server = await startServer({ data, env: { ...env, ...more } })
    servers.push(server)
    return server
  }
  const keys: Keys = await addKeys(first, 'acme')
  while (servers.length < count) await start()
  return {
    servers,
    clients: (server) => ({
      simotel: new SimotelClient(server),
      lox24: new Lox24Client(server),
      checkmarket: new CheckMarketClient(server, keys),
    }),
    start,
    async stop() {
      await Promise.all(servers.filter((server) => server.isAlive()).map((server) => server.stop()))
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** A PostgreSQL of its own, with an empty database. */
export async function startDatabase(): Promise<PostgresServer & { readonly database: string }> {
  const server = await startPostgres()
  return { ...server, database: await server.makeDatabase() }
}

/** Milliseconds, far more than anything takes, also on a busy machine. */
const patienceMs = 30_000

/** Asks again and again until the answer is yes. Returns the milliseconds that it took. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<number> {
  const began = performance.now()
  while (!(await isSo())) {
    if (performance.now() - began > patienceMs) throw new Error(`not in ${patienceMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return Math.round(performance.now() - began)
}

/** Whether a server answers that it can read its book. */
export async function isHealthy(server: Server): Promise<boolean> {
  const answer = await fetch(`${server.origin}/healthz`, { signal: AbortSignal.timeout(10_000) })
  await answer.text()
  return answer.status === 200
}
