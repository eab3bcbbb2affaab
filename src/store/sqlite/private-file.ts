import { chmodSync, closeSync, openSync, statSync } from 'node:fs'

const forOwner = 0o600

/**
 * Makes the database file where there is none. Only its owner may read and write it and the files that SQLite keeps
 * beside it, whatever the umask, because digests in it are as good as secrets. SQLite gives the mode of the database to
 * the files that it makes beside it.
 */
export function keepPrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', forOwner))
  } catch (error) {
    // A file that exists is not opened here: closing it would end the locks that SQLite has on it in this process.
    if (codeOf(error) !== 'EEXIST') throw error
    for (const each of [file, `${file}-wal`, `${file}-shm`]) withdraw(each)
  }
}

/** Takes a file away from everybody but its owner. */
function withdraw(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found || (found.mode & 0o077) === 0) return
  try {
    chmodSync(file, forOwner)
  } catch (error) {
    // Only the owner may change the mode, and another process that closes the database removes the files beside it.
    if (!['EPERM', 'ENOENT'].includes(codeOf(error))) throw error
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? ''
}
