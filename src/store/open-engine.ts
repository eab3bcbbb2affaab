import { join } from 'node:path'
import type { Engine } from './engine/engine.ts'
import { addressesOf } from './postgres/addresses.ts'
import type { PostgresOptions } from './postgres/connection-config.ts'
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
  // A book in a folder does without the library, and starts faster.
  const { openDatabase } = await import('./postgres/open-database.ts')
  return openDatabase(place.postgres, nameOf(place), options.upTo)
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
  const { versionOfDatabase } = await import('./postgres/open-database.ts')
  return versionOfDatabase(place.postgres)
}

/** The name of a place in messages, without its password: `postgres://localhost:5432/book`. */
export function nameOf(place: BookPlace): string {
  if ('folder' in place) return place.folder
  const [first, ...others] = addressesOf(place.postgres.url).map((address) => new URL(address))
  const hosts = [first, ...others].map((url) => url?.host)
  return `postgres://${hosts.join()}${first?.pathname}`
}
