import { join } from 'node:path'
import type { Engine } from './engine/engine.ts'
import { connectClient } from './postgres/connect-when-free.ts'
import { withRemedy } from './postgres/errors.ts'
import { migratePostgres, postgresVersionOf } from './postgres/migrate.ts'
import { clientConfig, openPostgres, type PostgresOptions } from './postgres/open-postgres.ts'
import { hasBook, refuseLostBook } from './sqlite/lost-book.ts'
import { sqliteVersionOf } from './sqlite/migrate.ts'
import { type FolderOptions, openFolder } from './sqlite/open-folder.ts'

/**
 * The place of a book: a folder, or a PostgreSQL database. A folder that does not exist is made, for its owner only.
 */
export type BookPlace = { readonly folder: string } | { readonly postgres: PostgresOptions }

/** Opens the database of a book, after bringing it up to the version of this program, or only to another one. */
export async function openEngine(place: BookPlace, options: FolderOptions = {}): Promise<Engine> {
  if ('folder' in place) return openFolder(place.folder, options)
  const { postgres } = place
  try {
    // No time-out: a migration may be long, and waits for that of another process.
    const client = await connectClient({ ...clientConfig(postgres), query_timeout: 0 }, postgres.lockTimeout)
    await migratePostgres(client, nameOf(place), options.upTo).finally(() => client.end().catch(() => undefined))
  } catch (error) {
    throw withRemedy(error)
  }
  return openPostgres(postgres)
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
  const client = await connectClient(clientConfig(place.postgres), place.postgres.lockTimeout)
  try {
    return (await postgresVersionOf(client)) || undefined
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The name of a place in messages, without its password: `postgres://localhost:5432/book`. */
export function nameOf(place: BookPlace): string {
  if ('folder' in place) return place.folder
  const { host, pathname } = new URL(place.postgres.url)
  return `postgres://${host}${pathname}`
}
