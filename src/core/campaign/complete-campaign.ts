import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { unlessMoved } from './begin-due-campaigns.ts'
import type { Campaign } from './campaign.ts'
import { moveCampaign } from './move-campaign.ts'

/** Ends a campaign whose numbers are all done, or whose end has come. One that somebody else has moved meanwhile is left alone. */
export function completeCampaign(
  core: Core,
  caller: ServerCaller,
  { accountId, id, repeat }: Pick<Campaign, 'accountId' | 'id' | 'repeat'>,
): Promise<void> {
  mustBeAllowed(caller, 'campaign.run')
  return unlessMoved(
    moveCampaign(core, caller, {
      ...{ accountId, ref: { id }, from: ['running'], otherwise: 'it does not run' },
      async make(tx, campaign, now) {
        if (campaign.repeat !== repeat) throw new Refusal('conflict', 'it was begun anew')
        await tx.campaigns.endRun(campaign, now)
        return { ...campaign, state: 'completed' }
      },
    }),
  )
}
