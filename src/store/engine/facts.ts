import type { Session } from './engine.ts'
import type { Table } from './table.ts'

/** The fact of a book that is being filled, by a copy or a restore: from which one, by that one's key. */
export const unfinishedFact = 'unfinished'

/** The condition that a row is one of the book itself: that mark is not. */
export function ofBook(table: Table): string[] {
  return table.name === 'facts' ? [`name <> '${unfinishedFact}'`] : []
}

export async function readFact(session: Session, name: string): Promise<string | undefined> {
  return (await session.one('select value from facts where name = $1', [name]))?.value as string | undefined
}

/** Keeps what holds for the whole book, where it is not known yet, and returns what is known. */
export async function establishFact(session: Session, name: string, value: string): Promise<string> {
  await session.run('insert into facts (name, value) values ($1, $2) on conflict do nothing', [name, value])
  return (await readFact(session, name)) as string
}
