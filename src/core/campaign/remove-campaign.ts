import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign, CampaignRef } from './campaign.ts'

/**
 * Removes a campaign with its runs and their targets, and returns it as it was. Its calls stay in the ledger.
 *
 * @throws Refusal `not_found`; `conflict` while it runs or is paused.
 */
export function removeCampaign(core: Core, caller: Caller, ref: CampaignRef): Promise<Campaign> {
  mustBeAllowed(caller, 'campaign.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const campaign = mustExist(await tx.campaigns.lock(caller.accountId, ref), 'campaign')
    const { name: subject, state } = campaign
    if (state === 'running' || state === 'paused') {
      throw new Refusal('conflict', `the campaign is ${state}: stop it first`)
    }
    await tx.campaigns.remove(campaign)
    return {
      answer: campaign,
      change: { noun: 'campaign', verb: 'remove', subject, before: { ...campaign }, after: null },
    }
  })
}
