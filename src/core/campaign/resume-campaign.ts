import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign, CampaignRef } from './campaign.ts'
import { moveCampaign } from './move-campaign.ts'

/**
 * Lets the calls of a campaign that was paused go on.
 *
 * @throws Refusal `not_found`; `conflict` for one that is not paused.
 */
export function resumeCampaign(core: Core, caller: Caller, ref: CampaignRef): Promise<Campaign> {
  mustBeAllowed(caller, 'campaign.run')
  return moveCampaign(core, caller, {
    ...{ accountId: caller.accountId, ref, from: ['paused'] },
    otherwise: 'only one that is paused can be resumed',
    make: async (_tx, campaign) => ({ ...campaign, state: 'running' }),
  })
}
