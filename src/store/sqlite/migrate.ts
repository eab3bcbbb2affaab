import { DatabaseSync } from 'node:sqlite'
import { isBehind, migrationsFor } from '../engine/migrations.ts'
import { readUntouched } from './read-untouched.ts'
import { addTextFunctions } from './text-functions.ts'

/**
 * Brings the database file up to the version of this program, or only to the version `upTo`. Either all migrations
 * happen or none.
 *
 * @throws Error when a newer dialbook wrote the book, which is left untouched then.
 */
export function migrateSqlite(file: string, upTo?: number): void {
  const database = new DatabaseSync(file, { timeout: 5000 })
  addTextFunctions(database)
  try {
    const migrations = migrationsFor('sqlite', upTo)
    if (!isBehind(file, versionOf(database), migrations)) return
    database.exec('begin immediate')
    try {
      // Another process may have migrated the book meanwhile.
      const version = versionOf(database)
      if (isBehind(file, version, migrations)) {
        for (const { number, sql } of migrations) if (number > version) database.exec(sql)
        database.exec(`pragma user_version = ${migrations.at(-1)?.number}`)
      }
      database.exec('commit')
    } catch (error) {
      // A full disk may have ended the transaction by itself.
      if (database.isTransaction) database.exec('rollback')
      throw error
    }
  } finally {
    database.close()
  }
}

/** The version of the book in a file. The file is only read. */
export function sqliteVersionOf(file: string): number {
  return readUntouched(file, versionOf)
}

/**
 * The version of the book in an open database; 0 for an empty database.
 *
 * @throws Error when the database is of another program, which must be left untouched.
 */
export function versionOf(database: DatabaseSync): number {
  const version = database.prepare('pragma user_version').get()?.user_version as number
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
  const isEmpty = version === 0 && tables.length === 0
  if (isEmpty || tables.some(({ name }) => name === 'accounts')) return version
  throw new Error(
    'book.db is a database of another program: put the book in its place, or give another folder by --data; nothing was changed',
  )
}
