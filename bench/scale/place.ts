import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import type { BookPlace } from '../../src/store/open-engine.ts'
import type { PostgresServer } from '../../test/postgres-server.ts'
import { type Child, startChild } from '../child.ts'

/** The place of a book of the benchmark, with the way to start servers of it. */
export interface Place {
  readonly engine: 'SQLite' | 'PostgreSQL'
  readonly dataDir: string
  readonly book: BookPlace
  startServer(): Promise<Child>
  /** Lets the engine take stock of the new rows, as it would by itself after a while. */
  settle(): Promise<void>
  /** Bytes of the book on disk. */
  size(): Promise<number>
  remove(): Promise<void>
}

const bin = resolve(import.meta.dirname, '../../bin/dialbook.js')
const usual = { connections: 10, queue: 1000, connectTimeout: 5000, statementTimeout: 60_000, lockTimeout: 10_000 }

/** Makes a folder for a book on SQLite; with a PostgreSQL a database for the book beside the folder. */
export async function makePlace(postgres: PostgresServer | undefined): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dialbook-bench-'))
  const args = [bin, 'serve', '--port', '0', '--data', dataDir]
  const remove = () => rm(dataDir, { recursive: true, force: true })
  if (!postgres) {
    return {
      engine: 'SQLite',
      dataDir,
      book: { folder: dataDir },
      startServer: () => startChild(args),
      settle: async () => undefined,
      size: async () => statSync(join(dataDir, 'book.db')).size,
      remove,
    }
  }
  const url = await postgres.makeDatabase()
  return {
    engine: 'PostgreSQL',
    dataDir,
    book: { postgres: { ...usual, url } },
    startServer: () => startChild([...args, '--database-url', url]),
    settle: () => ask(url, 'analyze').then(() => undefined),
    size: async () => Number((await ask(url, 'select pg_database_size(current_database()) as size'))?.size),
    remove,
  }
}

async function ask(url: string, sql: string): Promise<Record<string, unknown> | undefined> {
  const client = new Client(url)
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows[0]
}
