import type { Session } from './engine.ts'
import type { Table } from './table.ts'

/**
 * The fact of a book that a copy or a restore is filling. Its value is the fingerprint of the key of the book it is
 * filled from.
 */
export const unfinishedFact = 'unfinished'

/**
 * The fact that names the book file of one folder, as long as servers go on writing to it. A copy or a restored book does not
 * have it, and gets another one.
 */
export const editionFact = 'edition'

/** The fact that rows came back from a backup: how many times. No change tells of them. */
export const restoredFact = 'restored'

/** The conditions that a row belongs to the book itself: the mark of an unfinished book and the edition of a file do not. */
export function ofBook(table: Table): string[] {
  return table.name === 'facts' ? [`name not in ('${unfinishedFact}', '${editionFact}')`] : []
}

export async function readFact(session: Session, name: string): Promise<string | undefined> {
  return (await session.one('select value from facts where name = $1', [name]))?.value as string | undefined
}

/** Keeps a fact of the whole book, unless it has one of that name already. Returns the value that the book has then. */
export async function establishFact(session: Session, name: string, value: string): Promise<string> {
  await session.run('insert into facts (name, value) values ($1, $2) on conflict do nothing', [name, value])
  return (await readFact(session, name)) as string
}

/** Keeps a fact in place of the one of that name. */
export async function putFact(session: Session, name: string, value: string): Promise<void> {
  await session.run('insert into facts (name, value) values ($1, $2) on conflict (name) do update set value = $2', [
    name,
    value,
  ])
}

/** Tells every process that rows of the book are not any more where its changes have put them. */
export async function tellOfRestored(session: Session): Promise<void> {
  await putFact(session, restoredFact, String(Number((await readFact(session, restoredFact)) ?? 0) + 1))
}
