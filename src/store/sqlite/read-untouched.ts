import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

const busyTimeout = 5000

/**
 * Reads a database file and leaves nothing beside it. SQLite makes `-wal` and `-shm` also for who only reads, and leaves them;
 * it does not where it may take the file for one that nobody writes, which is so while there is no `-wal`.
 */
export function readUntouched<T>(file: string, read: (database: DatabaseSync) => T): T {
  if (!existsSync(`${file}-wal`) && !existsSync(`${file}-journal`)) {
    const url = pathToFileURL(resolve(file))
    url.searchParams.set('immutable', '1')
    try {
      return reading(url, read)
    } catch {
      // Somebody may write since: the other way tells.
    }
  }
  return reading(file, read)
}

function reading<T>(file: string | URL, read: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file, { readOnly: true, timeout: busyTimeout })
  try {
    return read(database)
  } finally {
    database.close()
  }
}
