import type { Engine, Session } from '../engine/engine.ts'
import { readFact, unfinishedFact } from '../engine/facts.ts'
import type { Table } from '../engine/table.ts'
import { isEmpty } from './table-rows.ts'

/** The reason for refusing a book that a copy or a restore has not finished. */
export const unfinishedText =
  'it is not all there: a dialbook copy or restore into it did not finish; run the same command again, it goes on or starts anew'

/**
 * Refuses a book that a copy or a restore has not finished.
 *
 * @throws Error when the book has the mark of an unfinished one.
 */
export async function refuseUnfinished(session: Session): Promise<void> {
  if ((await readFact(session, unfinishedFact)) === undefined) return
  throw new Error(unfinishedText)
}

/** Hears that a place is claimed. A copy or restore that is refused before that has changed nothing there. */
export type OnClaimed = () => void

/**
 * Marks an empty book as one that is about to be filled from another book, by the fingerprint `key` of that book's key.
 * A book with the same mark already may be filled on. Nothing else opens the book from then on.
 *
 * @throws Error when the target holds a book, or the beginning of another one, and when another process fills it.
 */
export async function claim(target: Engine, tables: readonly Table[], key: string): Promise<void> {
  if (!(await target.leads('fill the book'))) throw new Error('another process copies or restores into it now')
  await target.transaction(async (session) => {
    const marked = await readFact(session, unfinishedFact)
    if (marked === key) return
    if (marked !== undefined) {
      throw new Error(
        'it holds the unfinished copy of another book: take an empty folder or database, or remove it first',
      )
    }
    for (const table of tables) {
      if (table.name === 'facts' || (await isEmpty(session, table))) continue
      throw new Error(
        `it holds a book already (there are rows in ${table.name}): take an empty folder or database, or remove it first`,
      )
    }
    await session.run('insert into facts (name, value) values ($1, $2)', [unfinishedFact, key])
  })
}

/** Takes the mark away: all of the book is there. */
export async function release(session: Session): Promise<void> {
  await session.run('delete from facts where name = $1', [unfinishedFact])
}
