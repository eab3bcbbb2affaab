import { nextStep, optsOut, type TryEnd } from '../../core/campaign/settle-try.ts'
import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { Session } from '../engine/engine.ts'
import { amendTry } from './amend-try.ts'
import { campaignOf, tellOfTarget, writeEnd } from './ended.ts'
import { outcomeCode, outcomeColumn, stateCode } from './target-rows.ts'

/**
 * Ends the try of a call, if it has no end yet: with its target, the counts of its run, and the event where the target is done. An
 * end that comes after the try was taken for lost puts it right.
 * `call` is the id of the call as microseconds.
 */
export async function settleTry(
  session: Session,
  effects: EffectWriter,
  accountId: number,
  call: number,
  end: TryEnd,
): Promise<void> {
  const open = await session.lockOne(
    'select target_id, place from campaign_tries where account_id = $1 and call = $2 and outcome is null',
    [accountId, call],
  )
  if (!open) return amendTry(session, effects, accountId, call, end)
  const [targetId, place] = [open.target_id as number, open.place as number]
  const target = await session.lockOne('select * from campaign_targets where account_id = $1 and id = $2', [
    ...[accountId, targetId],
  ])
  if (!target) return
  const campaign = await campaignOf(session, target)
  const isLastRun = campaign?.repeat === target.repeat
  const next = nextStep(end, place, isLastRun ? campaign : undefined)
  const outcome = outcomeCode(end.outcome)
  await writeEnd(session, { accountId, targetId, place }, end)
  await session.run(
    `update campaign_targets set state = $3, outcome = $4, due_at = $5, last_at = $6, talk_ms = $7, wait_ms = $8,
       digits = $9, closing = $10 where account_id = $1 and id = $2`,
    [
      ...[accountId, targetId, stateCode(next.state), outcome, next.state === 'waiting' ? next.dueAt : null, end.at],
      ...[end.talk, end.wait, end.digits, Number(campaign !== undefined && optsOut(end.digits, campaign))],
    ],
  )
  const counted = next.state === 'waiting' ? 'waiting' : outcomeColumn(end.outcome)
  await session.run(
    `update campaign_runs set calling = calling - 1, ${counted} = ${counted} + 1, talk_ms = talk_ms + $4,
       wait_ms = wait_ms + $5 where account_id = $1 and campaign_id = $2 and repeat = $3`,
    [accountId, target.campaign_id as number, target.repeat as number, end.talk, end.wait],
  )
  if (next.state === 'done' && campaign) await tellOfTarget(session, effects, campaign, targetId)
}
