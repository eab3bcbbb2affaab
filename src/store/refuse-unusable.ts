import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { unfinishedFact } from './engine/facts.ts'
import { isBehind, migrationsFor } from './engine/migrations.ts'
import { refuseWrongKey } from './key-of-book.ts'
import { unfinishedText } from './move/unfinished.ts'
import { hasBook, refuseLostBook } from './sqlite/lost-book.ts'
import { versionOf } from './sqlite/migrate.ts'
import { readUntouched } from './sqlite/read-untouched.ts'

/**
 * Refuses the book in a folder before anything is written there: a book that is lost, newer than this program, unfinished, or
 * sealed with another key. The fingerprint of the key is asked for after the book is read, since a process that begins a
 * book makes the key first. A folder without a book is accepted.
 *
 * @throws Error
 */
export function refuseUnusable(folder: string, keyFingerprint: () => string | undefined): void {
  refuseLostBook(folder)
  const file = join(folder, 'book.db')
  // Opening the book takes back a write that was cut off. A mere read cannot, and leaves the question to it.
  if (!hasBook(folder) || existsSync(`${file}-journal`)) return
  const { version, facts } = readUntouched(file, (database) => ({
    version: versionOf(database),
    facts: factsIn(database),
  }))
  isBehind(file, version, migrationsFor('sqlite'))
  if (facts.has(unfinishedFact)) throw new Error(unfinishedText)
  const known = facts.get('key')
  if (known !== undefined) refuseWrongKey(known, keyFingerprint())
}

/** The first versions of a book had no facts. */
function factsIn(database: DatabaseSync): Map<string, string> {
  const table = database.prepare("select name from sqlite_master where type = 'table' and name = 'facts'").get()
  if (!table) return new Map()
  return new Map(
    database
      .prepare('select name, value from facts')
      .all()
      .map(({ name, value }) => [String(name), String(value)]),
  )
}
