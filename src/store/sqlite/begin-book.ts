import { mkdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { unavailable } from '../../core/errors.ts'
import { diskReasonOf } from './errors.ts'
import { hasBook } from './lost-book.ts'

/**
 * Begins a book in a folder that has none, and makes the folder where it is absent, for its owner only. Where the disk does not
 * let it nothing is left behind.
 *
 * @param make makes the book's file and its tables
 * @throws Refusal that names what helps
 */
export function beginBook(folder: string, make: () => void): void {
  let isNewFolder = false
  try {
    isNewFolder = makeFolder(folder)
    make()
  } catch (error) {
    const reason = diskReasonOf(error)
    if (reason === undefined) throw error
    if (!hasBook(folder)) removeBeginnings(folder, isNewFolder)
    throw unavailable(
      `no book can be begun there: ${reason}. Make room, have the disk take writes, or give another folder by --data; nothing was changed`,
      error,
    )
  }
}

/** Makes the folder. Returns whether it was absent. */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 })
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // Node hides the error of a read-only disk where it makes the folders above as well.
    if (code !== 'ENOENT') throw error
  }
  return mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined
}

function removeBeginnings(folder: string, isNewFolder: boolean): void {
  try {
    for (const name of ['book.db', 'book.db-journal']) rmSync(join(folder, name), { force: true })
    if (isNewFolder) rmdirSync(folder)
  } catch {
    // A disk that takes no writes at all has nothing to be removed.
  }
}
