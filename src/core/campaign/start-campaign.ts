import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { beginCampaign } from './begin-campaign.ts'
import type { Campaign, CampaignRef } from './campaign.ts'

/**
 * Begins a campaign for the first time. Its calls begin when its window, its hours and its trunk manager allow it.
 *
 * @throws Refusal `not_found`; `conflict` for one that has begun already.
 */
export function startCampaign(core: Core, caller: Caller, ref: CampaignRef): Promise<Campaign> {
  mustBeAllowed(caller, 'campaign.run')
  return beginCampaign(core, caller, {
    ...{ accountId: caller.accountId, ref, from: ['waiting'] },
    otherwise: 'only one that waits can be started',
  })
}
