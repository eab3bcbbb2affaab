import type { Session } from './engine.ts'

/** Keeps what holds for the whole book, where it is not known yet, and returns what is known. */
export async function establishFact(session: Session, name: string, value: string): Promise<string> {
  await session.run('insert into facts (name, value) values ($1, $2) on conflict do nothing', [name, value])
  return (await session.one('select value from facts where name = $1', [name]))?.value as string
}
