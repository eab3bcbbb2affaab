import { optsOut, type TryEnd } from '../../core/campaign/settle-try.ts'
import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { Session } from '../engine/engine.ts'
import { campaignOf, tellOfTarget, writeEnd } from './ended.ts'
import { outcomeCode, outcomeColumn, stateCode } from './target-rows.ts'

/**
 * Puts a try right that was taken for lost, and whose call the ledger has after all: the counts of its run and the target follow. A
 * target that waits for another try is done where it was answered. Webhooks that were told of a lost number are not told again.
 */
export async function amendTry(
  session: Session,
  effects: EffectWriter,
  accountId: number,
  call: number,
  end: TryEnd,
): Promise<void> {
  const lost = await session.lockOne(
    `select target_id, place from campaign_tries where account_id = $1 and call = $2 and outcome = ${outcomeCode('lost')}`,
    [accountId, call],
  )
  if (!lost || end.outcome === 'lost') return
  const [targetId, place] = [lost.target_id as number, lost.place as number]
  const target = await session.lockOne('select * from campaign_targets where account_id = $1 and id = $2', [
    ...[accountId, targetId],
  ])
  if (!target) return
  const campaign = await campaignOf(session, target)
  await writeEnd(session, { accountId, targetId, place }, end)
  const counts: Record<string, number> = { talk_ms: end.talk, wait_ms: end.wait }
  const isLastTry = target.tries === place
  const isDone = target.state === stateCode('done')
  const isReached = target.state === stateCode('waiting') && end.outcome === 'answered'
  if (isLastTry) {
    if (isDone || isReached) {
      counts[isDone ? 'lost' : 'waiting'] = -1
      counts[outcomeColumn(end.outcome)] = 1
    }
    await session.run(
      `update campaign_targets set outcome = $3, talk_ms = $4, wait_ms = $5, digits = $6, state = $7, due_at = $8
       where account_id = $1 and id = $2`,
      [
        ...[accountId, targetId, outcomeCode(end.outcome), end.talk, end.wait, end.digits],
        ...[
          isReached ? stateCode('done') : (target.state as number),
          isReached ? null : (target.due_at as number | null),
        ],
      ],
    )
  }
  if (campaign && optsOut(end.digits, campaign)) {
    await session.run('update campaign_targets set closing = 1 where account_id = $1 and id = $2', [
      ...[accountId, targetId],
    ])
  }
  const columns = Object.keys(counts)
  await session.run(
    `update campaign_runs set ${columns.map((column, at) => `${column} = ${column} + $${at + 4}`)}
     where account_id = $1 and campaign_id = $2 and repeat = $3`,
    [accountId, target.campaign_id as number, target.repeat as number, ...Object.values(counts)],
  )
  if (isLastTry && isReached && campaign) await tellOfTarget(session, effects, campaign, targetId)
}
