import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign, CampaignRef } from './campaign.ts'
import { moveCampaign } from './move-campaign.ts'

/**
 * Ends a campaign. Nobody is called or tried again, and the dialler ends the calls that go on. One that waits will not begin by
 * itself.
 *
 * @throws Refusal `not_found`; `conflict` for one that is over.
 */
export function stopCampaign(core: Core, caller: Caller, ref: CampaignRef): Promise<Campaign> {
  mustBeAllowed(caller, 'campaign.run')
  return moveCampaign(core, caller, {
    ...{ accountId: caller.accountId, ref, from: ['waiting', 'running', 'paused'] },
    otherwise: 'there is nothing to stop',
    make: async (tx, campaign, now) => {
      await tx.campaigns.endRun(campaign, now)
      return { ...campaign, state: 'stopped' }
    },
  })
}
