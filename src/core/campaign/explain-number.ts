import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign, CampaignState } from './campaign.ts'
import { findTargets } from './find-targets.ts'
import type { Target } from './run.ts'

/** What campaigns did with a number, and which of them may still come to it. */
export interface NumberInCampaigns {
  /** The newest first, each with its campaign; undefined for one that is gone. */
  readonly targets: readonly { readonly target: Target; readonly campaign: Campaign | undefined }[]
  /** How many more targets there are. */
  readonly older: number
  /** Campaigns that have not come to it in their last run, with the ids of the groups by which they would. */
  readonly coming: readonly { readonly campaign: Campaign; readonly groupIds: readonly number[] }[]
}

/** Targets that are told at the most. */
const targetsAtMost = 20

/** Campaigns that are looked through at the most. */
const campaignsAtMost = 1000

const open: readonly CampaignState[] = ['running', 'paused', 'waiting']

/**
 * What campaigns did with a number, and which of them may still come to it because of a group that holds it now. Numbers of a
 * campaign's own are not looked through: there may be a million of them.
 */
export async function explainNumber(
  core: Core,
  caller: Caller,
  number: string,
  holdingGroupIds: readonly number[],
): Promise<NumberInCampaigns> {
  mustBeAllowed(caller, 'campaign.find')
  const { campaigns } = core.store
  const { accountId } = caller
  const { items, total } = await findTargets(core, caller, { number }, { start: 0, count: targetsAtMost })
  const known = new Map<number, Campaign | undefined>()
  for (const { campaignId: id } of items) if (!known.has(id)) known.set(id, await campaigns.get(accountId, { id }))
  const coming: NumberInCampaigns['coming'][number][] = []
  const query = { states: open, sort: { by: 'id', descending: false } } as const
  const unfinished =
    holdingGroupIds.length === 0
      ? []
      : (await campaigns.page(accountId, query, { start: 0, count: campaignsAtMost })).items
  for (const campaign of unfinished) {
    const groupIds = campaign.groupIds.filter((id) => holdingGroupIds.includes(id))
    const wasThere = items.some(({ campaignId, repeat }) => campaignId === campaign.id && repeat === campaign.repeat)
    if (groupIds.length > 0 && (campaign.state === 'waiting' || !wasThere)) coming.push({ campaign, groupIds })
  }
  const targets = items.map((target) => ({ target, campaign: known.get(target.campaignId) }))
  return { targets, older: total - items.length, coming }
}
