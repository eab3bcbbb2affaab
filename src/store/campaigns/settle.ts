import type { Campaign } from '../../core/campaign/campaign.ts'
import { nextStep, optsOut, type TryEnd } from '../../core/campaign/settle-try.ts'
import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { CampaignTargetEnded } from '../../core/event/event.ts'
import type { Session } from '../engine/engine.ts'
import type { Row } from '../engine/value.ts'
import { toCampaign } from './campaigns.ts'
import { outcomeCode, outcomeColumn, stateCode } from './target-rows.ts'
import { withTries } from './targets.ts'

/**
 * Ends the try of a call, if it has no end yet: with its target, the counts of its run, and the event where the target is done.
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
  if (!open) return
  const [targetId, place] = [open.target_id as number, open.place as number]
  const target = await session.lockOne('select * from campaign_targets where account_id = $1 and id = $2', [
    ...[accountId, targetId],
  ])
  if (!target) return
  const campaign = await campaignOf(session, target)
  const isLastRun = campaign?.repeat === target.repeat
  const next = nextStep(end, place, isLastRun ? campaign : undefined)
  const outcome = outcomeCode(end.outcome)
  await session.run(
    `update campaign_tries set ended_at = $4, outcome = $5, cause = $6, talk_ms = $7, wait_ms = $8
     where account_id = $1 and target_id = $2 and place = $3`,
    [accountId, targetId, place, end.at, outcome, end.cause, end.talk, end.wait],
  )
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

async function campaignOf(session: Session, target: Row): Promise<Campaign | undefined> {
  const row = await session.one('select * from campaigns where account_id = $1 and id = $2', [
    ...[target.account_id as number, target.campaign_id as number],
  ])
  return row && toCampaign(row)
}

/** Tells webhooks of a target that is done. */
export async function tellOfTarget(
  session: Session,
  effects: EffectWriter,
  campaign: Campaign,
  targetId: number,
): Promise<void> {
  const { accountId } = campaign
  const hexId = async (table: string, id: number | null): Promise<string> => {
    const row =
      id === null
        ? undefined
        : await session.one(`select hex_id from ${table} where account_id = $1 and id = $2`, [accountId, id])
    return (row?.hex_id ?? '') as string
  }
  const rows = await session.all('select * from campaign_targets where account_id = $1 and id = $2', [
    accountId,
    targetId,
  ])
  for (const done of await withTries(session, accountId, rows)) {
    const { accountId: _account, campaignId: _campaign, dueAt: _due, state: _state, ...target } = done
    const event: CampaignTargetEnded = {
      ...{ kind: 'campaign-target', extension: '', target },
      campaign: {
        ...{ id: campaign.hexId, name: campaign.name, context: campaign.context, text: campaign.text },
        ...{ start: campaign.start, end: campaign.end, sound: await hexId('sounds', campaign.soundId) },
        trunkManager: await hexId('trunk_managers', campaign.trunkManagerId),
      },
    }
    await effects.tell(accountId, event)
  }
}
