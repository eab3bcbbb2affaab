import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The files that only a book leaves: its key, the process that served it, and its last writes. */
const leftBehind = ['secret.key', 'server.db', 'book.db-wal'] as const

/** Whether a book is in the folder. A file of 0 bytes is none: SQLite makes an empty book of it. */
export function hasBook(folder: string): boolean {
  const file = join(folder, 'book.db')
  return existsSync(file) && statSync(file).size > 0
}

/**
 * Refuses a folder whose book is lost. A new book there would throw the last writes of the lost one away, and hand out new
 * keys as if nothing had been there.
 *
 * @throws Error that names what is there, and what helps.
 */
export function refuseLostBook(folder: string): void {
  const found = leftBehind.filter((name) => existsSync(join(folder, name)))
  // Another process may have begun the book in the meantime: `book.db` is whole before any of these is there.
  if (found.length === 0 || hasBook(folder)) return
  const names = inWords(found)
  throw new Error(
    `book.db ${stateOf(folder)}, but ${names} of a book ${found.length > 1 ? 'are' : 'is'} there: ` +
      `put book.db back or restore a backup${found.includes('book.db-wal') ? ' (move book.db-wal to a safe place first)' : ''}; ` +
      `for a new book remove ${names} first; for a book in PostgreSQL give --database-url; nothing was changed`,
  )
}

/**
 * Refuses to fill a folder whose lost book has left its last writes: whoever repairs that book needs them.
 *
 * @throws Error
 */
export function refuseLostWrites(folder: string): void {
  if (!existsSync(join(folder, 'book.db-wal')) || hasBook(folder)) return
  throw new Error(
    `book.db ${stateOf(folder)}, but book.db-wal is there, with the last writes of a lost book: move it to a safe place first; nothing was changed`,
  )
}

function stateOf(folder: string): string {
  return existsSync(join(folder, 'book.db')) ? 'is empty (0 bytes)' : 'is missing'
}

/** `a`, `a and b`, `a, b and c`. */
function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
