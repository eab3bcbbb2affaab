import type { Sequence } from '../../core/ports.ts'
import type { ReadSession, Session } from './engine.ts'

/**
 * Takes the next `count` numbers of an account's sequence, and returns the first of them. Sequences start at 1: taking
 * 5 and then 2 returns 1 and then 6.
 */
export async function allocate(session: Session, accountId: number, noun: Sequence, count: number): Promise<number> {
  const row = await session.one(allocation, [accountId, noun, count])
  return row?.first as number
}

/** The statement by which numbers are taken. Its parameters are the account, the noun and the count. */
export const allocation = `insert into sequences (account_id, noun, next) values ($1, $2, $3 + 1)
  on conflict (account_id, noun) do update set next = sequences.next + $3
  returning next - $3 as first`

/** A noun with a tally: its rows are counted as they come and go, so that a total costs one row. */
export type Counted = 'group' | 'contact' | 'folder' | 'opt-out' | 'message' | 'incoming-message'

export async function tally(session: Session, accountId: number, noun: Counted, by: number): Promise<void> {
  await session.putLast(
    `insert into tallies (account_id, noun, count) values ($1, $2, $3)
     on conflict (account_id, noun) do update set count = tallies.count + excluded.count`,
    [accountId, noun, by],
  )
}

export async function readTally(session: ReadSession, accountId: number, noun: Counted): Promise<number> {
  const row = await session.one('select count from tallies where account_id = $1 and noun = $2', [accountId, noun])
  return (row?.count ?? 0) as number
}
