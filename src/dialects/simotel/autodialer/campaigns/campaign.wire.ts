import type { Campaign, CampaignState } from '../../../../core/campaign/campaign.ts'
import type { CampaignSortField } from '../../../../core/campaign/campaign-port.ts'
import type { CampaignNames } from '../../../../core/campaign/find-campaign-names.ts'
import type { Run } from '../../../../core/campaign/run.ts'
import type { Schema } from '../../../fields.ts'
import { arrayOf, exactly, integer, type Members, string } from '../../../schemas.ts'
import type { JsonItems } from '../../../streamed-json.ts'
import { id, jalali } from '../../about.ts'
import { extendedDate, jalaliDate } from '../../dates.ts'
import type { SortColumns } from '../../search.ts'
import { runStatistics, statisticsOf, statisticsSchema } from './statistics.ts'

/** The columns of a search's answer by which it can be ordered. */
export const campaignColumns: SortColumns<CampaignSortField> = {
  ...{ _id: 'id', name: 'name', date: 'createdAt', status: 'state', start: 'start', end: 'end' },
}

/**
 * The vendor's words for the states, of which it has three: one that is paused has begun and is not over, one that was stopped is
 * over (docs/wire/simotel.md §4).
 */
const statuses: Readonly<Record<CampaignState, string>> = {
  ...{ waiting: 'waiting', running: 'running', paused: 'running', completed: 'completed', stopped: 'completed' },
}

/** The states that a condition on `status` means. */
export function statesOf({ text, alike }: { readonly text: string; readonly alike: boolean }): CampaignState[] {
  const wanted = text.trim().toLowerCase()
  const fits = (status: string): boolean => (alike ? status.includes(wanted) : status === wanted)
  return (Object.keys(statuses) as CampaignState[]).filter((state) => fits(statuses[state]))
}

const moment = exactly({ $date: exactly({ $numberLong: string }) })
const timeOrNone: Schema = { anyOf: [jalali, { const: '' }] }
const momentOrNone: Schema = { anyOf: [moment, { type: 'null' }] }

/** The members of a row of `campaigns/search`. */
const shownCampaign: Members = {
  ...{ _id: id, name: string, trunk_manager_id: string, interface_context: string, interface_text: string },
  ...{ numbers: arrayOf(string), groups: arrayOf(id), try_interval: string, try: string, start: timeOrNone },
  ...{ end: timeOrNone, announcement: string, description: string, count: integer, repeat: integer, date: jalali },
  status: { type: 'string', enum: ['waiting', 'running', 'completed'] },
  ...{ isoStart: momentOrNone, isoEnd: momentOrNone, hs: integer, statistics: statisticsSchema },
}

/** The schema of a row. Only a campaign that has begun has statistics. */
export const campaignRowSchema = exactly(shownCampaign, 'hs', 'statistics')

/** A campaign, and all that a row shows of it. */
export interface ShownCampaign {
  readonly campaign: Campaign
  /** The first one first. */
  readonly runs: readonly Run[]
  readonly names: CampaignNames
  readonly numbers: readonly string[] | JsonItems
}

/** A row of `campaigns/search`, member for member as the vendor's samples have it. */
export function campaignRow({ campaign, runs, names, numbers }: ShownCampaign, timeZone: string, now: number): object {
  const { start, end, soundId } = campaign
  return {
    _id: campaign.hexId,
    name: campaign.name,
    trunk_manager_id: names.trunkManagers.get(campaign.trunkManagerId)?.hexId ?? '',
    interface_context: campaign.context,
    interface_text: campaign.text,
    numbers,
    groups: campaign.groupIds.flatMap((groupId) => names.groups.get(groupId)?.hexId ?? []),
    try_interval: String(campaign.pause),
    try: String(campaign.tries),
    start: start === null ? '' : jalaliDate(start, timeZone),
    end: end === null ? '' : jalaliDate(end, timeZone),
    announcement: (soundId !== null && names.sounds.get(soundId)?.hexId) || '',
    description: campaign.description,
    count: campaign.listCount,
    // One that has not begun is in its first run already.
    repeat: Math.max(1, campaign.repeat),
    date: jalaliDate(campaign.createdAt, timeZone),
    status: statuses[campaign.state],
    isoStart: start === null ? null : extendedDate(start),
    isoEnd: end === null ? null : extendedDate(end),
    ...(runs.length > 0 && {
      hs: campaign.repeat,
      statistics: { all: statisticsOf(runs, now), sep: runs.map((run) => runStatistics(run, now)) },
    }),
  }
}
