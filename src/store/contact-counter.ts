import type { ContactCounter } from '../core/opt-out/contact-rules.ts'
import type { ReadSession } from './engine/engine.ts'

/** Counts calls of campaigns and messages to a number. Each run of the time is asked by the index of its keys, one of which is a spelling. */
export function contactCounter(reader: ReadSession): ContactCounter {
  return {
    async since(accountId, spellings, at) {
      const list = spellings.map((_, index) => `$${index + 3}`)
      const calls = await reader.one(
        `select count(*) as made from (
           select campaign_id as c, repeat as r from campaign_runs
           where account_id = $1 and coalesce(ended_at, $2) >= $2
         ) runs
         cross join campaign_targets t
         join campaign_tries y on y.account_id = t.account_id and y.target_id = t.id
         where t.account_id = $1 and t.campaign_id = c and t.repeat = r and t.key in (${list}) and y.call >= $2 * 1000`,
        [accountId, at, ...spellings],
      )
      const messages = await reader.one(
        `select count(*) as made from messages
         where account_id = $1 and sent_at >= $2 and number in (${list})`,
        [accountId, at, ...spellings],
      )
      return Number(calls?.made) + Number(messages?.made)
    },
  }
}
