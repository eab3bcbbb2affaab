import type { DatabaseSync } from 'node:sqlite'

/** Gives a connection the function `fold`, which folds the case of every letter. SQLite folds only those of ASCII. */
export function addFold(database: DatabaseSync): void {
  database.function('fold', { deterministic: true }, (text) => String(text).toLowerCase())
}
