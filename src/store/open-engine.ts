import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from './engine/engine.ts'
import { addressesOf } from './postgres/addresses.ts'
import { clientConfig, type PostgresOptions } from './postgres/connection-config.ts'
import { withRemedy } from './postgres/errors.ts'
import { migratePostgres, postgresVersionOf } from './postgres/migrate.ts'
import { openPostgres } from './postgres/open-postgres.ts'
import { hasBook, refuseLostBook } from './sqlite/lost-book.ts'
import { migrateSqlite, sqliteVersionOf } from './sqlite/migrate.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import { keepPrivate } from './sqlite/private-file.ts'

/**
 * The place of a book: a folder, or a PostgreSQL database. A folder that does not exist is made, for its owner only.
 */
export type BookPlace = { readonly folder: string } | { readonly postgres: PostgresOptions }

/** Opens the database of a book, after bringing it up to the version of this program, or only to the version `upTo`. */
export async function openEngine(place: BookPlace, upTo?: number): Promise<Engine> {
  if ('folder' in place) {
    mkdirSync(place.folder, { recursive: true, mode: 0o700 })
    const file = join(place.folder, 'book.db')
    keepPrivate(file)
    migrateSqlite(file, upTo)
    return openSqlite(file)
  }
  // No time-out: a migration may be long, and waits for that of another process.
  const config = clientConfig(place.postgres)
  const client = new config.Client({ ...config, query_timeout: 0 })
  // The next statement on a connection that broke fails. Without this listener the break would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await migratePostgres(client, nameOf(place), upTo)
  } catch (error) {
    throw withRemedy(error)
  } finally {
    await client.end().catch(() => undefined)
  }
  return openPostgres(place.postgres)
}

/**
 * The version of the book at a place; undefined where there is none. The question makes neither a folder nor a book.
 *
 * @throws Error for a book that was there and is lost.
 */
export async function versionAt(place: BookPlace): Promise<number | undefined> {
  if ('folder' in place) {
    refuseLostBook(place.folder)
    return hasBook(place.folder) ? sqliteVersionOf(join(place.folder, 'book.db')) : undefined
  }
  const config = clientConfig(place.postgres)
  const client = new config.Client(config)
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await postgresVersionOf(client)) || undefined
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The name of a place in messages, without its password: `postgres://localhost:5432/book`. */
export function nameOf(place: BookPlace): string {
  if ('folder' in place) return place.folder
  const [first, ...others] = addressesOf(place.postgres.url).map((address) => new URL(address))
  const hosts = [first, ...others].map((url) => url?.host)
  return `postgres://${hosts.join()}${first?.pathname}`
}
