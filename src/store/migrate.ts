import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const folder = new URL('./migrations/', import.meta.url)

interface Migration {
  readonly number: number
  readonly name: string
}

/** The numbered files, in order. They only go forward and are never edited once they have been released. */
function migrations(): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ number: Number.parseInt(name, 10), name }))
}

/**
 * Brings the database file up to this version of the program, all or nothing.
 *
 * @throws Error when the book was written by a newer version: it is left untouched.
 */
export function migrate(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 })
  try {
    const known = migrations()
    const newest = known.at(-1)?.number ?? 0
    if (versionOf(database) > newest) refuse(file, versionOf(database), newest)
    if (versionOf(database) === newest) return
    database.exec('begin immediate')
    try {
      const version = versionOf(database)
      if (version > newest) refuse(file, version, newest)
      for (const { number, name } of known) {
        if (number > version) database.exec(readFileSync(new URL(name, folder), 'utf8'))
      }
      database.exec(`pragma user_version = ${newest}`)
      database.exec('commit')
    } catch (error) {
      database.exec('rollback')
      throw error
    }
  } finally {
    database.close()
  }
}

function versionOf(database: DatabaseSync): number {
  return database.prepare('pragma user_version').get()?.user_version as number
}

function refuse(file: string, version: number, newest: number): never {
  throw new Error(
    `the book ${file} has version ${version}, this dialbook knows versions up to ${newest}: ` +
      'run the newer dialbook that wrote it, or open another data directory; nothing was changed',
  )
}
