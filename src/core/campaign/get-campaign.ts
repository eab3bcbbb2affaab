import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign, CampaignRef } from './campaign.ts'

/**
 * The account's campaign that `ref` names.
 *
 * @throws Refusal `not_found`.
 */
export async function getCampaign(core: Core, caller: Caller, ref: CampaignRef): Promise<Campaign> {
  mustBeAllowed(caller, 'campaign.find')
  return mustExist(await core.store.campaigns.get(caller.accountId, ref), 'campaign')
}
