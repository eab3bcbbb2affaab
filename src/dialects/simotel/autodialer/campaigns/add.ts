import { addCampaign } from '../../../../core/campaign/add-campaign.ts'
import { decode, schemaOfFields } from '../../../fields.ts'
import { newId } from '../../about.ts'
import { done } from '../../envelope.ts'
import { listOperation } from '../../operation.ts'
import { numbersBody } from '../groups/numbers-body.ts'
import { fieldsOf, heldMembers, inWireWords, newCampaignMembers } from './campaign-fields.ts'

/** Reads the members and the numbers of a new campaign. */
export const newCampaignReader = numbersBody(
  { module: 'simotel/autodialer/campaigns/add', name: 'newCampaignReader' },
  false,
  (body) => {
    const { numbers, ...given } = decode(body, newCampaignMembers)
    return { given, entries: numbers }
  },
  heldMembers,
)

/** Makes a campaign, which begins when its start has come. */
export const campaignsAdd = listOperation({
  name: 'autodialer/campaigns/add',
  page: '5-Autodialer_API/4-campaign/1-campaign_add.md',
  reader: newCampaignReader,
  about: () => ({ summary: 'Make a campaign', body: schemaOfFields(newCampaignMembers), data: newId }),
  async handle(core, { caller, body: { given, entries }, settings }) {
    const campaign = await inWireWords(() =>
      addCampaign(core, caller, {
        ...fieldsOf(given, settings.timeZone),
        ...{ name: given.name, trunkManager: { hexId: given.trunk_manager_id } },
        ...(entries && { entries }),
      }),
    )
    return done({ _id: campaign.hexId })
  },
})
