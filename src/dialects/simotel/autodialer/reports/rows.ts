import type { Caller } from '../../../../core/caller.ts'
import type { Campaign } from '../../../../core/campaign/campaign.ts'
import { findCampaignNames } from '../../../../core/campaign/find-campaign-names.ts'
import { getCampaign } from '../../../../core/campaign/get-campaign.ts'
import type { Target } from '../../../../core/campaign/run.ts'
import type { Core } from '../../../../core/core.ts'
import { Refusal } from '../../../../core/errors.ts'
import { reportRow } from './report.wire.ts'

/** The rows of targets. Their campaigns are read once each; one that is gone leaves its members empty. */
export async function reportRows(
  core: Core,
  caller: Caller,
  targets: readonly Target[],
  timeZone: string,
): Promise<readonly object[]> {
  const campaigns = new Map<number, Campaign>()
  for (const id of new Set(targets.map(({ campaignId }) => campaignId))) {
    const campaign = await orNone(getCampaign(core, caller, { id }))
    if (campaign) campaigns.set(id, campaign)
  }
  const names = await findCampaignNames(core, caller, [...campaigns.values()])
  return targets.map((target) => reportRow(target, campaigns.get(target.campaignId), names, timeZone))
}

/** What was looked for; undefined where there is none. */
export async function orNone<T>(looked: Promise<T>): Promise<T | undefined> {
  try {
    return await looked
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return undefined
    throw error
  }
}
