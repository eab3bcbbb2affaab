import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { CampaignRef } from './campaign.ts'
import type { Run } from './run.ts'

/**
 * The runs of a campaign, the last one first.
 *
 * @throws Refusal `not_found`.
 */
export async function findRuns(core: Core, caller: Caller, ref: CampaignRef): Promise<readonly Run[]> {
  mustBeAllowed(caller, 'campaign.find')
  const { accountId } = caller
  const id = 'id' in ref ? ref.id : mustExist(await core.store.campaigns.get(accountId, ref), 'campaign').id
  return core.store.campaigns.runs(accountId, id)
}
