import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign } from './campaign.ts'

/** A thing that a campaign names, as a dialect may show it. */
export interface Named {
  readonly hexId: string
  readonly name: string
}

/** What campaigns name, by the ids of the book. A thing that is gone is not there. */
export interface CampaignNames {
  readonly trunkManagers: ReadonlyMap<number, Named>
  readonly groups: ReadonlyMap<number, Named>
  readonly sounds: ReadonlyMap<number, Named>
}

/** The trunk managers, groups and announcements of some campaigns. */
export async function findCampaignNames(
  core: Core,
  caller: Caller,
  campaigns: readonly Campaign[],
): Promise<CampaignNames> {
  mustBeAllowed(caller, 'campaign.find')
  const { accountId } = caller
  const groups = new Map<number, Named>()
  for (const id of new Set(campaigns.flatMap(({ groupIds }) => groupIds))) {
    const group = await core.store.groups.get(accountId, { id })
    if (group) groups.set(id, group)
  }
  const managers = await core.store.trunkManagers.all(accountId)
  const hasSounds = campaigns.some(({ soundId }) => soundId !== null)
  const sounds = hasSounds ? await core.store.sounds.find(accountId, {}) : []
  return {
    trunkManagers: new Map(managers.map(({ id, hexId, title }) => [id, { hexId, name: title }])),
    groups,
    sounds: new Map(sounds.map((sound) => [sound.id, sound])),
  }
}
