import type { Session } from '../engine/engine.ts'
import { tally } from '../engine/sequences.ts'

/** Removes messages that came in before a time, at most `limit`. Returns how many of each account. */
export async function forgetIncoming(session: Session, before: number, limit: number): Promise<Map<number, number>> {
  const old = await session.all(
    'select account_id, id from incoming_messages where received_at < $1 order by received_at limit $2',
    [before, limit],
  )
  for (const { account_id: accountId, id } of old) {
    await session.put('delete from incoming_messages where account_id = $1 and id = $2', [
      accountId as number,
      id as number,
    ])
  }
  const counts = new Map<number, number>()
  for (const [accountId, rows] of Map.groupBy(old, (row) => row.account_id as number)) {
    await tally(session, accountId, 'incoming-message', -rows.length)
    counts.set(accountId, rows.length)
  }
  return counts
}
