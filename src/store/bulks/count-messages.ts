import type { Bulk } from '../../core/bulk/bulk.ts'
import type { MessageState } from '../../core/message/message.ts'
import type { CountedTime, EqualTimes } from '../../core/progress/progress.ts'
import type { Engine } from '../engine/engine.ts'

/** Counts the messages of a bulk that wait no more, by the time at which they were settled or sent, and their states. */
export function countMessages(
  engine: Pick<Engine, 'search'>,
  { accountId, id }: Pick<Bulk, 'accountId' | 'id'>,
  { from, width }: EqualTimes,
): Promise<CountedTime<MessageState>[]> {
  const sql = `select (coalesce(ended_at, sent_at, created_at) - cast($3 as bigint)) / cast($4 as bigint) as place, state, count(*) as count
    from messages where account_id = $1 and bulk_id = $2 and bulk_id > 0 and state <> 'queued' group by 1, 2 order by 1, 2`
  return engine.search(accountId, async (reader) =>
    (await reader.all(sql, [accountId, id, from, width])).map(({ place, state, count }) => ({
      place: Math.max(0, Number(place)),
      end: state as MessageState,
      count: Number(count),
    })),
  )
}
