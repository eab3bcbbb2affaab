import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Engine } from './engine/engine.ts'
import { withRemedy } from './postgres/errors.ts'
import { migratePostgres, postgresVersionOf } from './postgres/migrate.ts'
import { clientConfig, openPostgres, type PostgresOptions } from './postgres/open-postgres.ts'
import { hasBook, refuseLostBook } from './sqlite/lost-book.ts'
import { migrateSqlite, sqliteVersionOf } from './sqlite/migrate.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import { keepPrivate } from './sqlite/private-file.ts'

/** Where a book is kept: in a folder, made for its owner only when it is not there, or in a PostgreSQL database. */
export type BookPlace = { readonly folder: string } | { readonly postgres: PostgresOptions }

/** Opens the database of a book, after bringing it up to this version of the program, or only up to another one. */
export async function openEngine(place: BookPlace, upTo?: number): Promise<Engine> {
  if ('folder' in place) {
    mkdirSync(place.folder, { recursive: true, mode: 0o700 })
    const file = join(place.folder, 'book.db')
    keepPrivate(file)
    migrateSqlite(file, upTo)
    return openSqlite(file)
  }
  // A migration takes as long as it takes, and waits for that of another process.
  const client = new Client({ ...clientConfig(place.postgres), query_timeout: 0 })
  // Its statements tell when it breaks.
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
 * The version of the book that is there; undefined where there is none. Nothing is made by asking.
 *
 * @throws Error when there was a book, and it is lost.
 */
export async function versionAt(place: BookPlace): Promise<number | undefined> {
  if ('folder' in place) {
    refuseLostBook(place.folder)
    return hasBook(place.folder) ? sqliteVersionOf(join(place.folder, 'book.db')) : undefined
  }
  const client = new Client(clientConfig(place.postgres))
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await postgresVersionOf(client)) || undefined
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The place for people: without a password. */
export function nameOf(place: BookPlace): string {
  if ('folder' in place) return place.folder
  const { host, pathname } = new URL(place.postgres.url)
  return `postgres://${host}${pathname}`
}
