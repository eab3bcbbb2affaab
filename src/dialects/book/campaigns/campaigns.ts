import { addCampaign } from '../../../core/campaign/add-campaign.ts'
import { campaignStates } from '../../../core/campaign/campaign.ts'
import type { CampaignFields } from '../../../core/campaign/campaign-fields.ts'
import { campaignRules } from '../../../core/campaign/campaign-rules.ts'
import { findCampaigns } from '../../../core/campaign/find-campaigns.ts'
import { getCampaign } from '../../../core/campaign/get-campaign.ts'
import { pauseCampaign } from '../../../core/campaign/pause-campaign.ts'
import { removeCampaign } from '../../../core/campaign/remove-campaign.ts'
import { repeatCampaign } from '../../../core/campaign/repeat-campaign.ts'
import { resumeCampaign } from '../../../core/campaign/resume-campaign.ts'
import { startCampaign } from '../../../core/campaign/start-campaign.ts'
import { stopCampaign } from '../../../core/campaign/stop-campaign.ts'
import { updateCampaign } from '../../../core/campaign/update-campaign.ts'
import { type Decoded, optional, orNull, required } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { action, gone, made, shows } from '../action.ts'
import { namingFields } from '../naming-fields.ts'
import { nextPlace } from '../pages.ts'
import { countParameter, textParameter, wordParameter } from '../parameters.ts'
import { groupIdSchema, readThing, refIn } from '../values.ts'
import { campaignFields, campaignWire } from './campaign.wire.ts'

const inPath = { id: groupIdSchema }
/** The core calls an announcement a sound. */
const names = { sound: 'announcement' }

/** What moves a campaign, each by the word that ends its path. */
const moves = [
  { word: 'start', summary: 'Begin a campaign', move: startCampaign },
  { word: 'pause', summary: 'Let no call of a campaign begin until it is resumed', move: pauseCampaign },
  { word: 'resume', summary: 'Go on with a campaign that was paused', move: resumeCampaign },
  { word: 'stop', summary: 'End a campaign and its calls', move: stopCampaign },
  { word: 'repeat', summary: 'Begin a campaign that is over anew', move: repeatCampaign },
] as const

/** The calls about campaigns. */
export const campaignOperations = [
  action({
    does: 'GET /campaigns',
    summary: 'List the campaigns, the newest first',
    needs: ['campaign.find'],
    query: {
      ...{ q: textParameter, state: wordParameter(campaignStates) },
      ...{ after: countParameter(0, 10_000_000, 0), limit: countParameter(1, 1000, 100) },
    },
    answers: exactly({ campaigns: arrayOf(shared('campaign')), total: integer, next: orNull(integer) }),
    async answer(core, { caller, asked: { q, state, after, limit } }) {
      const match = {
        ...(q !== undefined && { name: { text: q, alike: true } }),
        ...(state && { states: [state] }),
        sort: { by: 'id', descending: true } as const,
      }
      const { items, total } = await findCampaigns(core, caller, match, { start: after, count: limit })
      return shows({ campaigns: items.map(campaignWire), total, next: nextPlace(after, limit, total) })
    },
  }),
  action({
    does: 'POST /campaigns',
    summary: 'Make a campaign, which waits for its start',
    needs: ['campaign.add'],
    body: { name: required(campaignRules.name), trunkManager: required(readThing), ...campaignFields },
    status: 201,
    answers: shared('campaign'),
    async answer(core, { caller, given: { name, trunkManager, ...given } }) {
      const wanted = { ...fieldsOf(given), name, trunkManager: { id: trunkManager } }
      const campaign = await namingFields(addCampaign(core, caller, wanted), names)
      return made(`/campaigns/${campaign.id}`, campaignWire(campaign))
    },
  }),
  action({
    does: 'GET /campaigns/:id',
    summary: 'Show a campaign',
    needs: ['campaign.find'],
    inPath,
    answers: shared('campaign'),
    async answer(core, { caller, params }) {
      return shows(campaignWire(await getCampaign(core, caller, refIn(params.id, 'campaign'))))
    },
  }),
  action({
    does: 'PATCH /campaigns/:id',
    summary: 'Change a campaign, from its next call on',
    needs: ['campaign.update'],
    ...{ inPath, body: { name: optional(campaignRules.name), trunkManager: optional(readThing), ...campaignFields } },
    answers: shared('campaign'),
    async answer(core, { caller, params, given: { name, trunkManager, ...given } }) {
      const fields = {
        ...fieldsOf(given),
        ...(name !== undefined && { name }),
        ...(trunkManager !== undefined && { trunkManager: { id: trunkManager } }),
      }
      const campaign = await namingFields(updateCampaign(core, caller, refIn(params.id, 'campaign'), fields), names)
      return shows(campaignWire(campaign))
    },
  }),
  action({
    does: 'DELETE /campaigns/:id',
    summary: 'Remove a campaign with its report',
    needs: ['campaign.remove'],
    ...{ inPath, status: 204 },
    async answer(core, { caller, params }) {
      await removeCampaign(core, caller, refIn(params.id, 'campaign'))
      return gone
    },
  }),
  ...moves.map(({ word, summary, move }) =>
    action({
      does: `POST /campaigns/:id/${word}`,
      summary,
      needs: ['campaign.run'],
      inPath,
      answers: shared('campaign'),
      async answer(core, { caller, params }) {
        return shows(campaignWire(await move(core, caller, refIn(params.id, 'campaign'))))
      },
    }),
  ),
]

function fieldsOf({ announcement, numbers, ...given }: Decoded<typeof campaignFields>): CampaignFields {
  return {
    ...given,
    ...(announcement !== undefined && { sound: announcement === null ? null : { id: announcement } }),
    ...(numbers && { entries: numbers }),
  }
}
