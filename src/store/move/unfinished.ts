import type { Engine, Session } from '../engine/engine.ts'
import { readFact, unfinishedFact } from '../engine/facts.ts'
import type { Table } from '../engine/table.ts'
import { isEmpty } from './table-rows.ts'

export const unfinishedText =
  'it is not all there: a dialbook copy or restore into it did not finish; run the same command again, it goes on or starts anew'

/** @throws Error when not all of the book is there. */
export async function refuseUnfinished(session: Session): Promise<void> {
  if ((await readFact(session, unfinishedFact)) === undefined) return
  throw new Error(unfinishedText)
}

/** Is told as soon as a place is taken: what is refused has changed nothing. */
export type OnClaimed = () => void

/**
 * Marks an empty book as one that is about to be filled from the book of that key, unless it is marked so already. From then
 * on nothing opens it but what goes on with it.
 *
 * @throws Error when it holds another book, or when another process fills it.
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

/** Says that all of the book is there. */
export async function release(session: Session): Promise<void> {
  await session.run('delete from facts where name = $1', [unfinishedFact])
}
