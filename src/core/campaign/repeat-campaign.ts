import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { beginCampaign } from './begin-campaign.ts'
import type { Campaign, CampaignRef } from './campaign.ts'

/**
 * Begins a campaign that is over anew, with all numbers that its groups have now.
 *
 * @throws Refusal `not_found`; `conflict` for one that is not over.
 */
export function repeatCampaign(core: Core, caller: Caller, ref: CampaignRef): Promise<Campaign> {
  mustBeAllowed(caller, 'campaign.run')
  return beginCampaign(core, caller, {
    ...{ accountId: caller.accountId, ref, from: ['completed', 'stopped'] },
    otherwise: 'only one that is completed or stopped can be run again',
  })
}
