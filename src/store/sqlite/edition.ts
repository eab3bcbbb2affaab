import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { editionFact } from '../engine/facts.ts'

/**
 * Gives the book in a file its edition, unless it has one: a name that no copy, no backup and no restored book shares
 * (`engine/facts.ts`). It goes into the file itself, so that a damaged log does not take it along.
 */
export function giveEdition(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 })
  try {
    if (database.prepare('select 1 from facts where name = ?').get(editionFact)) return
    database
      .prepare('insert into facts (name, value) values (?, ?) on conflict do nothing')
      .run(editionFact, randomUUID())
    database.exec('pragma wal_checkpoint(truncate)')
  } finally {
    database.close()
  }
}
