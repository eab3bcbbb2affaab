import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { type PostgresServer, startPostgres } from '../test/postgres-server.ts'
import type { BookName } from './books.ts'
import { type Child, startChild } from './child.ts'
import { scratch, scratchFolder, track } from './ending.ts'
import { cpuOfFamily, parentOf } from './processes.ts'
import type { Revision } from './revision.ts'
import { sqliteLogged } from './sqlite-log.ts'

export type EngineName = 'SQLite' | 'PostgreSQL'

/** A revision with a book of its own on an engine, and a server of it while cases run. */
export interface Subject {
  readonly revision: Revision
  readonly engine: EngineName
  /** The arguments by which commands find the book. */
  readonly place: readonly string[]
  readonly dataDir: string
  /** The address of the book on PostgreSQL. */
  readonly databaseUrl: string | undefined
  readonly server: Child
  /** Processor time so far, in microseconds: of the server, and of PostgreSQL where the book is there. */
  cpu(): number
  /** The part of it that is PostgreSQL's. */
  databaseCpu(): number
  /** Bytes in the log of the database so far; on SQLite it begins anew now and then. */
  logged(): Promise<number>
  /** Starts a server that finds the groups of a number in the same book. */
  finder(): Promise<Child>
  stop(): Promise<void>
}

interface Database {
  readonly server: PostgresServer
  /** Processor time so far, in microseconds, of all its processes. */
  cpu(): number
}

let database: Promise<Database> | undefined

/** The PostgreSQL of the run, which starts when the first book wants it. It runs until {@link stopPostgres}. */
export function postgres(): Promise<Database> {
  scratch()
  database ??= startPostgres().then(async (server) => {
    const pid = await pidOf(server.address)
    return { server, cpu: () => cpuOfFamily(pid) }
  })
  return database
}

/** Ends the PostgreSQL of the run, if there is one. A run waits for it: it goes on as long as the PostgreSQL does. */
export async function stopPostgres(): Promise<void> {
  const ending = database
  database = undefined
  await (await ending)?.server.stop()
}

/** A database on the PostgreSQL of the run. */
export async function makeDatabase(): Promise<{ readonly url: string; cpu(): number }> {
  const { server, cpu } = await postgres()
  return { url: await server.makeDatabase(), cpu }
}

/** Makes a book by the program of a revision, and starts a server of it, with more arguments where some are given. */
export async function startSubject(
  revision: Revision,
  engine: EngineName,
  book: BookName,
  serveArgs: readonly string[] = [],
): Promise<Subject> {
  const dataDir = scratchFolder('book')
  const db = engine === 'SQLite' ? undefined : await makeDatabase()
  const url = db ? [db.url] : []
  const fill = [resolve(import.meta.dirname, 'fill.ts'), revision.root, book, dataDir, ...url]
  const filling = promisify(execFile)(process.execPath, fill)
  track(filling.child)
  await filling
  // PostgreSQL would do so by itself after a while.
  if (db) await asking(db.url, (client) => client.query('analyze'))
  const place = ['--data', dataDir, ...(db ? ['--database-url', db.url] : [])]
  const server = await startChild([
    join(revision.root, 'bin/dialbook.js'),
    'serve',
    '--port',
    '0',
    ...place,
    ...serveArgs,
  ])
  const databaseCpu = (): number => db?.cpu() ?? 0
  return {
    revision,
    engine,
    place,
    dataDir,
    databaseUrl: db?.url,
    server,
    cpu: () => server.cpu() + databaseCpu(),
    databaseCpu,
    logged: async () => (db ? loggedBy(db.url) : sqliteLogged(dataDir)),
    async finder() {
      const program = resolve(import.meta.dirname, 'find-server.ts')
      const child = await startChild([program, revision.root, dataDir, ...(db ? [db.url] : [])])
      return { ...child, cpu: () => child.cpu() + databaseCpu() }
    },
    async stop() {
      await server.stop()
      await rm(dataDir, { recursive: true })
    },
  }
}

/** The first process of a PostgreSQL. Each connection has a child of it. */
async function pidOf(address: string): Promise<number> {
  return asking(address, async (client) => {
    const { rows } = await client.query('select pg_backend_pid() as pid')
    return parentOf(Number(rows[0].pid))
  })
}

function loggedBy(url: string): Promise<number> {
  return asking(url, async (client) => {
    const { rows } = await client.query("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as bytes")
    return Number(rows[0].bytes)
  })
}

async function asking<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
