import type { Caller } from '../../core/caller.ts'
import type { Campaign } from '../../core/campaign/campaign.ts'
import { findCampaignNames } from '../../core/campaign/find-campaign-names.ts'
import { outcomes, type Run, type RunCounts } from '../../core/campaign/run.ts'
import type { Core } from '../../core/core.ts'
import { isoTime } from '../table.ts'

/** A campaign as people and programs see it: with the names of what it names, and times in ISO 8601. */
export interface ShownCampaign
  extends Omit<
    Campaign,
    'accountId' | 'trunkManagerId' | 'groupIds' | 'soundId' | 'listId' | 'listCount' | 'start' | 'end'
  > {
  readonly trunkManager: string
  readonly groups: readonly { readonly id: number; readonly name: string }[]
  readonly announcement: string | null
  /** Numbers of its own. */
  readonly ownNumbers: number
  readonly start: string | null
  readonly end: string | null
}

/** Campaigns with the names of what they name. */
export async function showCampaigns(
  core: Core,
  caller: Caller,
  campaigns: readonly Campaign[],
): Promise<ShownCampaign[]> {
  const names = await findCampaignNames(core, caller, campaigns)
  return campaigns.map((campaign) => {
    const { accountId: _, listId: __, trunkManagerId, groupIds, soundId, listCount, start, end, ...rest } = campaign
    return {
      ...rest,
      trunkManager: names.trunkManagers.get(trunkManagerId)?.name ?? '',
      groups: groupIds.flatMap((id) => {
        const group = names.groups.get(id)
        return group ? [{ id, name: group.name }] : []
      }),
      announcement: soundId === null ? null : (names.sounds.get(soundId)?.name ?? null),
      ownNumbers: listCount,
      start: start === null ? null : isoTime(start),
      end: end === null ? null : isoTime(end),
    }
  })
}

/** A campaign with the names of what it names. */
export async function showCampaign(core: Core, caller: Caller, campaign: Campaign): Promise<ShownCampaign> {
  const [shown] = await showCampaigns(core, caller, [campaign])
  return shown as ShownCampaign
}

/** A run as programs see it. */
export function showRun({ repeat, counts, startedAt, endedAt }: Run): object {
  return { run: repeat, startedAt: isoTime(startedAt), endedAt: endedAt === null ? null : isoTime(endedAt), counts }
}

/** The counts that add up to the numbers of a run, in the order in which people read them. */
export const parts = [...outcomes, 'skipped', 'repeated', 'calling', 'waiting', 'left'] as const

/** The counts of a run in one line: `100 numbers: 60 answered, 5 busy, 35 left`. */
export function describeCounts(counts: RunCounts): string {
  const told = parts.filter((part) => counts[part] > 0).map((part) => `${counts[part]} ${wordOf(part)}`)
  return `${counts.size} ${counts.size === 1 ? 'number' : 'numbers'}${told.length > 0 ? `: ${told.join(', ')}` : ''}`
}

/** The word for people of a reason or of a count: `no-answer` is `no answer`. */
export function wordOf(reason: string): string {
  return reason.replaceAll(/[-_]/g, ' ')
}

/** The share of the numbers that are done with, in percent. */
export function doneOf({ size, calling, waiting, left }: RunCounts): number {
  return size === 0 ? 100 : Math.floor((100 * (size - calling - waiting - left)) / size)
}
