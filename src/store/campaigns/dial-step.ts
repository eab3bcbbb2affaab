import { callIdOf } from '../../core/campaign/call-id.ts'
import type { BegunTry, DialStep, LookedAt } from '../../core/dialler/dial-log.ts'
import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { Session } from '../engine/engine.ts'
import { eachSome, putManyRows } from '../engine/many-rows.ts'
import { allocate } from '../engine/sequences.ts'
import type { Value } from '../engine/value.ts'
import { toCampaign } from './campaigns.ts'
import { tellOfTarget } from './ended.ts'
import { outcomeColumn, outcomeIn, stateCode } from './target-rows.ts'

/** Writes one step of the dialler. */
export async function writeStep(
  session: Session,
  effects: EffectWriter,
  { run: { accountId, campaignId, repeat, next: from }, looked, next, again, at, calls }: DialStep,
): Promise<readonly BegunTry[] | undefined> {
  const key = [accountId, campaignId, repeat] as const
  const row = await session.lockOne('select * from campaigns where account_id = $1 and id = $2', [
    accountId,
    campaignId,
  ])
  const campaign = row && toCampaign(row)
  if (campaign?.state !== 'running' || campaign.repeat !== repeat) return undefined
  const run = await session.lockOne(
    'select next_list, next_entry from campaign_runs where account_id = $1 and campaign_id = $2 and repeat = $3',
    key,
  )
  if (run?.next_list !== from.list || run.next_entry !== from.entry) return undefined
  const begun: BegunTry[] = []
  const tries: Record<string, Value>[] = []
  const counts: Record<string, number> = { looked: looked.length }
  const count = (column: string, by = 1): void => {
    counts[column] = (counts[column] ?? 0) + by
  }
  const begin = (targetId: number, place: number, phone: string): void => {
    const call = calls[begun.length] as number
    tries.push({ account_id: accountId, target_id: targetId, place, call, talk_ms: 0, wait_ms: 0 })
    begun.push({ callId: callIdOf(call), phone })
    count('calling')
    count('tries')
  }

  for (const { target, skipped } of again) {
    if (skipped === '') {
      const sql = `update campaign_targets set state = 0, due_at = null, tries = tries + 1, last_at = $3
        where account_id = $1 and id = $2 and state = 1`
      if ((await session.run(sql, [accountId, target.id, at])) === 0) continue
      begin(target.id, target.tries + 1, target.phone)
    } else {
      const sql = `update campaign_targets set state = 2, due_at = null, skipped = $3
        where account_id = $1 and id = $2 and state = 1 returning outcome`
      const done = await session.one(sql, [accountId, target.id, skipped])
      const outcome = done && outcomeIn(done.outcome)
      if (!outcome) continue
      count(outcomeColumn(outcome))
      await tellOfTarget(session, effects, campaign, target.id)
    }
    count('waiting', -1)
  }

  let id = looked.length === 0 ? 0 : await allocate(session, accountId, 'target', looked.length)
  const seen = await keysInRun(session, key, looked)
  const targets: Record<string, Value>[] = []
  for (const { phone, key: numberKey, skipped } of looked) {
    if (seen.has(numberKey)) count('repeated')
    else {
      seen.add(numberKey)
      targets.push({
        ...{ account_id: accountId, id, campaign_id: campaignId, repeat, key: numberKey, phone, skipped, digits: '' },
        ...{ state: stateCode(skipped === '' ? 'calling' : 'done'), tries: Number(skipped === ''), first_at: at },
        ...{ last_at: at, talk_ms: 0, wait_ms: 0, closing: 0 },
      })
      if (skipped !== '') count('skipped')
      else begin(id, 1, phone)
    }
    id++
  }

  await putManyRows(session, 'campaign_targets', targets)
  await putManyRows(session, 'campaign_tries', tries)
  const added = Object.entries(counts)
  await session.run(
    `update campaign_runs set next_list = $4, next_entry = $5${added.map(([column], index) => `, ${column} = ${column} + $${index + 6}`).join('')}
     where account_id = $1 and campaign_id = $2 and repeat = $3`,
    [...key, next.list, next.entry, ...added.map(([, by]) => by)],
  )
  return begun
}

/** The keys of numbers that a run has targets of already. Nobody else adds one while its row is locked. */
async function keysInRun(
  session: Session,
  run: readonly [number, number, number],
  looked: readonly LookedAt[],
): Promise<Set<string>> {
  const found = new Set<string>()
  await eachSome(
    looked.map(({ key }) => key),
    run,
    async (list, parameters) => {
      const sql = `select key from campaign_targets
        where account_id = $1 and campaign_id = $2 and repeat = $3 and key in (${list})`
      for (const row of await session.all(sql, parameters)) found.add(row.key as string)
    },
  )
  return found
}
