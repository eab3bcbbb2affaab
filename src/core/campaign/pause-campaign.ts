import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign, CampaignRef } from './campaign.ts'
import { moveCampaign } from './move-campaign.ts'

/**
 * Lets no call of a campaign begin until it is resumed. Calls that go on are not touched.
 *
 * @throws Refusal `not_found`; `conflict` for one that does not run.
 */
export function pauseCampaign(core: Core, caller: Caller, ref: CampaignRef): Promise<Campaign> {
  mustBeAllowed(caller, 'campaign.run')
  return moveCampaign(core, caller, {
    ...{ accountId: caller.accountId, ref, from: ['running'] },
    otherwise: 'only one that runs can be paused',
    make: async (_tx, campaign) => ({ ...campaign, state: 'paused' }),
  })
}
