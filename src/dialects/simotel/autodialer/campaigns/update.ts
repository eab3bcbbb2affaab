import { updateCampaign } from '../../../../core/campaign/update-campaign.ts'
import { countOf } from '../../../../core/list/staged-list.ts'
import { decode } from '../../../fields.ts'
import { exactly, integer } from '../../../schemas.ts'
import { bodyWithId } from '../../about.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { listOperation } from '../../operation.ts'
import { numbersBody } from '../groups/numbers-body.ts'
import { campaignMembers, fieldsOf, heldMembers, inWireWords } from './campaign-fields.ts'

/** Reads the id of a campaign, and the changes that the body asks for. */
export const campaignUpdateReader = numbersBody(
  { module: 'simotel/autodialer/campaigns/update', name: 'campaignUpdateReader' },
  false,
  (body) => {
    const ref = readId(body)
    const { numbers, ...given } = decode(body, campaignMembers)
    return { ref, given, entries: numbers }
  },
  heldMembers,
)

/**
 * Changes a campaign. An absent member keeps its value. The vendor takes neither numbers nor groups, and answers that it has read no
 * number; here they replace those that the campaign has (docs/wire/simotel.md §4).
 */
export const campaignsUpdate = listOperation({
  name: 'autodialer/campaigns/update',
  page: '5-Autodialer_API/4-campaign/3-campaign_edit.md',
  reader: campaignUpdateReader,
  about: () => ({
    summary: 'Change a campaign',
    body: bodyWithId(campaignMembers),
    data: exactly({ count: integer }),
  }),
  async handle(core, { caller, body: { ref, given, entries }, settings }) {
    await inWireWords(() =>
      updateCampaign(core, caller, ref, { ...fieldsOf(given, settings.timeZone), ...(entries && { entries }) }),
    )
    return done({ count: entries ? countOf(entries) : 0 })
  },
})
