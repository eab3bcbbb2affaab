import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../migrations/', import.meta.url)

/**
 * The engine that the file of a migration may name: `0004-changes-by-account.sqlite.sql` is for one, `0001-book.sql`
 * for every engine.
 */
type EngineName = 'sqlite' | 'postgres'

/** A step from one version of the schema to the next. */
export interface Migration {
  readonly number: number
  readonly sql: string
}

/**
 * The migrations of an engine in their order, up to the version `upTo`. Migrations only go forward, and a released one
 * is never edited.
 */
export function migrationsFor(engine: EngineName, upTo = Number.POSITIVE_INFINITY): Migration[] {
  return readdirSync(folder)
    .filter((name) => new RegExp(`^\\d+-[a-z0-9-]+(\\.${engine})?\\.sql$`).test(name))
    .sort()
    .map((name) => ({ number: Number.parseInt(name, 10), sql: readFileSync(new URL(name, folder), 'utf8') }))
    .filter(({ number }) => number <= upTo)
}

/** The version of a book that this program has brought up to date. Every engine has the same one. */
export function newestVersion(): number {
  return migrationsFor('sqlite').at(-1)?.number ?? 0
}

/**
 * Whether a book of this version needs migrations.
 *
 * @throws Error when a newer dialbook wrote the book, which must be left untouched then.
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
