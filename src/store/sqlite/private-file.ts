import { chmodSync, closeSync, openSync, statSync } from 'node:fs'

const forOwner = 0o600

/**
 * Makes the database file where there is none, and has it and the files that SQLite keeps beside it read and written by its
 * owner only, whatever the umask: its digests are as good as secrets. SQLite gives new files beside it the same mode.
 */
export function keepPrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', forOwner))
  } catch (error) {
    // One that is there is not opened: closing it would end the locks that SQLite has on it in this process.
    if (codeOf(error) !== 'EEXIST') throw error
    for (const each of [file, `${file}-wal`, `${file}-shm`]) withdraw(each)
  }
}

/** Takes the file away from all but its owner. */
function withdraw(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found || (found.mode & 0o077) === 0) return
  try {
    chmodSync(file, forOwner)
  } catch (error) {
    // Only its owner may; and another process that closes the database takes those beside it away.
    if (!['EPERM', 'ENOENT'].includes(codeOf(error))) throw error
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? ''
}
