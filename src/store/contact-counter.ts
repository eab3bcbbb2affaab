import type { ContactCounter } from '../core/opt-out/contact-rules.ts'
import type { ReadSession } from './engine/engine.ts'
import { eachSome } from './engine/many-rows.ts'
import type { Row } from './engine/value.ts'

/** Counts calls of campaigns and messages to numbers. Each run of the time is asked by the index of its keys, one of which is a spelling. */
export function contactCounter(reader: ReadSession): ContactCounter {
  return {
    async since(accountId, numbers, at) {
      const made = new Map<string, number>()
      const add = (rows: readonly Row[]): void => {
        for (const { key, made: count } of rows) made.set(key as string, (made.get(key as string) ?? 0) + Number(count))
      }
      await eachSome([...new Set(numbers.flat())], [accountId, at], async (list, parameters) => {
        add(
          await reader.all(
            `select t.key, count(*) as made from (
               select campaign_id as c, repeat as r from campaign_runs
               where account_id = $1 and coalesce(ended_at, $2) >= $2
             ) runs
             cross join campaign_targets t
             join campaign_tries y on y.account_id = t.account_id and y.target_id = t.id
             where t.account_id = $1 and t.campaign_id = c and t.repeat = r and t.key in (${list}) and y.call >= $2 * 1000
             group by t.key`,
            parameters,
          ),
        )
        add(
          await reader.all(
            `select number as key, count(*) as made from messages
             where account_id = $1 and sent_at >= $2 and number in (${list}) group by number`,
            parameters,
          ),
        )
      })
      return numbers.map((spellings) => spellings.reduce((sum, each) => sum + (made.get(each) ?? 0), 0))
    },
  }
}
