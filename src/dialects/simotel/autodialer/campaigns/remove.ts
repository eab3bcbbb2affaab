import { removeCampaign } from '../../../../core/campaign/remove-campaign.ts'
import { bodyWithId, nothing } from '../../about.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'

/** Removes a campaign that does not run. */
export const campaignsRemove = operation({
  name: 'autodialer/campaigns/remove',
  page: '5-Autodialer_API/4-campaign/4-campaign_delete.md',
  about: () => ({ summary: 'Remove a campaign', body: bodyWithId({}), data: nothing }),
  async handle(core, { caller, body }) {
    await removeCampaign(core, caller, readId(body))
    return done()
  },
})
