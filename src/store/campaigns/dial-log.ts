import { agentOf } from '../../core/campaign/agent-of.ts'
import { callIdOf, microsecondsOf } from '../../core/campaign/call-id.ts'
import type { DialLog } from '../../core/dialler/dial-log.ts'
import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { sortKey } from '../engine/null-order.ts'
import { toCampaign } from './campaigns.ts'
import { writeStep } from './dial-step.ts'
import { settleTry } from './settle.ts'
import { toRun } from './target-rows.ts'

interface DialLogParts {
  /** Makes the writer of effects of a session. */
  readonly effectsOf: (session: Session) => EffectWriter
  /** Runs `work` in a transaction, and tells the outbox when it wrote effects. */
  readonly transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>
}

/** What the dialler does, as an engine keeps it. */
export function dialLogOn({ reader }: Engine, { effectsOf, transaction }: DialLogParts): DialLog {
  return {
    async running(accountId) {
      const rows = await reader.all("select * from campaigns where account_id = $1 and state = 'running' order by id", [
        accountId,
      ])
      const runs = await reader.all(
        `select r.*, (select f.sha256 from sounds s
             join sound_files f on f.account_id = s.account_id and f.filename = s.filename
             where s.account_id = c.account_id and s.id = c.sound_id) as sha256
         from campaigns c join campaign_runs r on r.account_id = c.account_id and r.campaign_id = c.id
           and r.repeat = c.repeat where c.account_id = $1 and c.state = 'running'`,
        [accountId],
      )
      return rows.flatMap((row) => {
        const campaign = toCampaign(row)
        const run = runs.find((each) => each.campaign_id === campaign.id && each.repeat === campaign.repeat)
        const sound = campaign.soundId === null ? '' : ((run?.sha256 ?? null) as string | null)
        return run ? [{ campaign, run: toRun(run), sound }] : []
      })
    },
    async toBegin(accountId, at) {
      const rows = await reader.all(
        "select * from campaigns where account_id = $1 and state = 'waiting' and starts_at <= $2 order by starts_at, id",
        [accountId, at],
      )
      return rows.map(toCampaign)
    },
    async due({ accountId, campaignId, repeat }, at, limit) {
      const rows = await reader.all(
        `select id, phone, tries from campaign_targets
         where account_id = $1 and campaign_id = $2 and repeat = $3 and state = 1 and due_at <= $4
         order by ${sortKey('campaign_targets', 'due_at', 'asc')}, id limit $5`,
        [accountId, campaignId, repeat, at, limit],
      )
      return rows.map(({ id, phone, tries }) => ({ id: id as number, phone: phone as string, tries: tries as number }))
    },
    async nextDue({ accountId, campaignId, repeat }) {
      const row = await reader.one(
        `select due_at from campaign_targets where account_id = $1 and campaign_id = $2 and repeat = $3 and state = 1
         order by ${sortKey('campaign_targets', 'due_at', 'asc')} limit 1`,
        [accountId, campaignId, repeat],
      )
      return row?.due_at as number | undefined
    },
    step: (step) => transaction((session) => writeStep(session, effectsOf(session), step)),
    async openTries(accountId) {
      const rows = await reader.all(
        `select y.call, t.campaign_id, t.repeat, c.trunk_manager_id, c.context, c.context_text, c.state, c.repeat as last,
           coalesce(c.ring_time + c.longest, 0) as seconds
         from campaign_tries y
         join campaign_targets t on t.account_id = y.account_id and t.id = y.target_id
         left join campaigns c on c.account_id = t.account_id and c.id = t.campaign_id
         where y.account_id = $1 and y.outcome is null order by y.call`,
        [accountId],
      )
      return rows.map((row) => ({
        callId: callIdOf(row.call as number),
        campaignId: row.campaign_id as number,
        trunkManagerId: row.trunk_manager_id as number | null,
        agent: agentOf({ context: (row.context ?? '') as string, text: (row.context_text ?? '') as string }),
        isStopped: row.last !== row.repeat || (row.state !== 'running' && row.state !== 'paused'),
        startedAt: Math.floor((row.call as number) / 1000),
        longest: (row.seconds as number) * 1000,
      }))
    },
    end: (accountId, callIds, end) =>
      transaction(async (session) => {
        const calls = callIds.map(microsecondsOf).filter((call) => call !== undefined)
        for (const call of calls.sort((one, other) => one - other)) {
          await settleTry(session, effectsOf(session), accountId, call, end)
        }
      }),
    async pressed(accountId, limit) {
      const rows = await reader.all(
        `select t.id, t.phone, c.name from campaign_targets t
         left join campaigns c on c.account_id = t.account_id and c.id = t.campaign_id
         where t.account_id = $1 and t.closing = 1 order by t.id limit $2`,
        [accountId, limit],
      )
      return rows.map(({ id, phone, name }) => ({
        targetId: id as number,
        phone: phone as string,
        campaignName: (name ?? '') as string,
      }))
    },
    closed: (accountId, targetIds) =>
      transaction(async (session) => {
        for (const id of targetIds) {
          await session.put('update campaign_targets set closing = 0 where account_id = $1 and id = $2', [
            accountId,
            id,
          ])
        }
      }),
    async report(accountId) {
      const row = await reader.one('select * from index_dialler where account_id = $1', [accountId])
      if (!row) return undefined
      return { seenAt: row.seen_at as number, problem: row.problem as string, idle: JSON.parse(row.idle as string) }
    },
    say: (accountId, { seenAt, problem, idle }) =>
      transaction(async (session) => {
        await session.run(
          `insert into index_dialler (account_id, seen_at, problem, idle) values ($1, $2, $3, $4)
           on conflict (account_id) do update set seen_at = excluded.seen_at, problem = excluded.problem,
             idle = excluded.idle`,
          [accountId, seenAt, problem, JSON.stringify(idle)],
        )
      }),
  }
}
