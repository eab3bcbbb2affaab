import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../migrations/', import.meta.url)

/** What a migration is written for: `0001-book.sql` for every engine, `0004-changes-by-account.sqlite.sql` for one. */
type EngineName = 'sqlite' | 'postgres'

/** A step of the schema. */
export interface Migration {
  readonly number: number
  readonly sql: string
}

/**
 * The numbered files for an engine, in order, up to a version where only these are wanted. They only go forward and are never
 * edited once they have been released.
 */
export function migrationsFor(engine: EngineName, upTo = Number.POSITIVE_INFINITY): Migration[] {
  return readdirSync(folder)
    .filter((name) => new RegExp(`^\\d+-[a-z0-9-]+(\\.${engine})?\\.sql$`).test(name))
    .sort()
    .map((name) => ({ number: Number.parseInt(name, 10), sql: readFileSync(new URL(name, folder), 'utf8') }))
    .filter(({ number }) => number <= upTo)
}

/** The version of a book that this program has brought up to date: the same for every engine. */
export function newestVersion(): number {
  return migrationsFor('sqlite').at(-1)?.number ?? 0
}

/**
 * Whether a book of this version needs migrations.
 *
 * @throws Error when the book was written by a newer version: it must be left untouched.
 */
export function isBehind(book: string, version: number, migrations: readonly Migration[]): boolean {
  const newest = migrations.at(-1)?.number ?? 0
  if (version > newest) {
    throw new Error(
      `the book ${book} has version ${version}, this dialbook knows versions up to ${newest}: ` +
        'run the newer dialbook that wrote it, or open another book; nothing was changed',
    )
  }
  return version < newest
}
