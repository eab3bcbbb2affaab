import type { Outcome, Run } from '../../core/campaign/run.ts'
import type { CountedTime, EqualTimes } from '../../core/progress/progress.ts'
import type { Engine } from '../engine/engine.ts'
import { outcomeIn } from './target-rows.ts'

/** Counts the targets of a run that are done, by the time of their last try and its end. */
export function countTargets(
  engine: Pick<Engine, 'search'>,
  { accountId, campaignId, repeat }: Pick<Run, 'accountId' | 'campaignId' | 'repeat'>,
  { from, width }: EqualTimes,
): Promise<CountedTime<Outcome | 'skipped'>[]> {
  const sql = `select (last_at - cast($4 as bigint)) / cast($5 as bigint) as place, outcome, count(*) as count from campaign_targets
    where account_id = $1 and campaign_id = $2 and repeat = $3 and state = 2 group by 1, 2 order by 1, 2`
  return engine.search(accountId, async (reader) =>
    (await reader.all(sql, [accountId, campaignId, repeat, from, width])).map(({ place, outcome, count }) => ({
      place: Math.max(0, Number(place)),
      end: outcomeIn(outcome) ?? 'skipped',
      count: Number(count),
    })),
  )
}
