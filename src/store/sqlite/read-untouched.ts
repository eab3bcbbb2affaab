import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { diskReasonOf, explainDamage } from './errors.ts'

const busyTimeout = 5000

/**
 * Whether all of the book is in its file, and nothing in the files beside it. The log may be there with 0 bytes: a full disk lets
 * SQLite make it and no more.
 */
export function isAllInOneFile(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0 && !existsSync(`${file}-journal`)
}

/**
 * The database file as SQLite can read it where nothing can be made beside it: as one that nobody writes, while all of the book is
 * in it; else as it is, since the log beside it is read as well.
 */
function forReading(file: string): string | URL {
  if (!isAllInOneFile(file)) return file
  const url = pathToFileURL(resolve(file))
  url.searchParams.set('immutable', '1')
  return url
}

/**
 * Opens a database file for reading.
 *
 * @throws Error that says what is missing where the log of the book cannot be read.
 */
export function openForReading(file: string): DatabaseSync {
  const database = new DatabaseSync(forReading(file), { readOnly: true, timeout: busyTimeout })
  try {
    // The files are opened by the first statement.
    database.prepare('pragma user_version').get()
    return database
  } catch (error) {
    database.close()
    if (isAllInOneFile(file) || existsSync(`${file}-shm`) || diskReasonOf(error) === undefined) throw error
    throw new Error(
      'book.db-wal has the last writes of the book, and the disk does not let book.db-shm be made, without which it cannot be read: ' +
        'make room or have the disk take writes, or copy the folder to another disk; nothing was changed',
      { cause: error },
    )
  }
}

/**
 * Reads a database file and leaves nothing beside it. SQLite makes `-wal` and `-shm` also for who only reads, and leaves them;
 * it does not where it may take the file for one that nobody writes.
 */
export function readUntouched<T>(file: string, read: (database: DatabaseSync) => T): T {
  try {
    const isWhole = isAllInOneFile(file)
    try {
      return reading(file, read)
    } catch (error) {
      if (!isWhole) throw error
      // Somebody may have written meanwhile, while SQLite took the file for one that nobody writes.
      return reading(file, read)
    }
  } catch (error) {
    throw explainDamage(error)
  }
}

function reading<T>(file: string, read: (database: DatabaseSync) => T): T {
  const database = openForReading(file)
  try {
    return read(database)
  } finally {
    database.close()
  }
}
