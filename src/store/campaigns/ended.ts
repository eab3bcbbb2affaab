import type { Campaign } from '../../core/campaign/campaign.ts'
import type { TryEnd } from '../../core/campaign/settle-try.ts'
import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { CampaignTargetEnded } from '../../core/event/event.ts'
import type { Session } from '../engine/engine.ts'
import type { Row } from '../engine/value.ts'
import { toCampaign } from './campaigns.ts'
import { outcomeCode } from './target-rows.ts'
import { withTries } from './targets.ts'

/** The place of a try: the number of it among those of its target. */
export interface TryPlace {
  readonly accountId: number
  readonly targetId: number
  readonly place: number
}

/** Writes the end of a try into its row. */
export async function writeEnd(session: Session, { accountId, targetId, place }: TryPlace, end: TryEnd): Promise<void> {
  await session.run(
    `update campaign_tries set ended_at = $4, outcome = $5, cause = $6, talk_ms = $7, wait_ms = $8
     where account_id = $1 and target_id = $2 and place = $3`,
    [accountId, targetId, place, end.at, outcomeCode(end.outcome), end.cause, end.talk, end.wait],
  )
}

/** The campaign of a target, where it is there still. */
export async function campaignOf(session: Session, target: Row): Promise<Campaign | undefined> {
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
