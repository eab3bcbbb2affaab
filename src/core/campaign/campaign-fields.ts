import { Refusal } from '../errors.ts'
import type { GroupRef } from '../group/group.ts'
import type { EntryList } from '../list/entry-list.ts'
import type { Store, Transaction } from '../ports.ts'
import { InvalidValue } from '../reader.ts'
import type { SoundRef } from '../sound/sound.ts'
import type { TrunkManagerRef } from '../trunk-manager/trunk-manager.ts'
import { type CampaignSettings, campaignLimits } from './campaign.ts'
import { campaignRules } from './campaign-rules.ts'

/** The settings of a campaign that are no references to other things of the book. */
export type PlainSettings = Omit<CampaignSettings, 'trunkManagerId' | 'groupIds' | 'soundId'>

/** The fields of a campaign that a write may give. An absent field keeps its value, or has its usual one. */
export interface CampaignFields extends Partial<PlainSettings> {
  readonly trunkManager?: TrunkManagerRef
  /** The groups that are called, in their order. */
  readonly groups?: readonly GroupRef[]
  /** The announcement; `null` for none. */
  readonly sound?: SoundRef | null
  /** Its own numbers. */
  readonly entries?: EntryList
}

/** The ids of what the fields name. */
export type References = Partial<Pick<CampaignSettings, 'trunkManagerId' | 'groupIds' | 'soundId'>>

/** @throws Refusal `invalid_value` of a field that breaks its rule. */
export function checkFields(fields: CampaignFields): void {
  for (const [name, read] of Object.entries(campaignRules)) {
    const value = fields[name as keyof typeof campaignRules]
    if (value === undefined || (name === 'optOutDigit' && value === null)) continue
    try {
      read(value)
    } catch (error) {
      if (error instanceof InvalidValue) throw new Refusal('invalid_value', `${name} ${error.message}`, name)
      throw error
    }
  }
  if ((fields.groups?.length ?? 0) > campaignLimits.groups) {
    throw new Refusal('invalid_value', `a campaign has at most ${campaignLimits.groups} groups`, 'groups')
  }
}

/** @throws Refusal `invalid_value` of `end` when it is not after the start. */
export function checkWindow({ start, end }: Pick<CampaignSettings, 'start' | 'end'>): void {
  if (start !== null && end !== null && end <= start) {
    throw new Refusal('invalid_value', 'the end must be after the start', 'end')
  }
}

/**
 * The ids of the groups, each once.
 *
 * @throws Refusal `invalid_value` of `groups` that names the one that the account does not have.
 */
export async function findGroupIds(
  store: Pick<Store, 'groups'>,
  accountId: number,
  refs: readonly GroupRef[] | undefined,
): Promise<readonly number[] | undefined> {
  if (!refs) return undefined
  const ids = new Set<number>()
  for (const ref of refs) {
    const group = await store.groups.get(accountId, ref)
    if (!group) throw new Refusal('invalid_value', `there is no group ${Object.values(ref)[0]}`, 'groups')
    ids.add(group.id)
  }
  return [...ids]
}

/**
 * Finds the trunk manager and the announcement, which nobody removes then before the transaction ends.
 *
 * @throws Refusal `invalid_value` of `trunkManager` or `sound` that names what the account does not have.
 */
export async function lockReferences(
  tx: Transaction,
  accountId: number,
  { trunkManager, sound }: CampaignFields,
): Promise<References> {
  const found = trunkManager && (await tx.trunkManagers.lock(accountId, trunkManager))
  if (trunkManager && !found) {
    const named = Object.values(trunkManager)[0]
    throw new Refusal('invalid_value', `there is no trunk manager ${named}`, 'trunkManager')
  }
  const played = sound ? await tx.sounds.lock(accountId, sound) : undefined
  if (sound && !played) {
    const named = 'hexId' in sound ? sound.hexId : sound.id
    throw new Refusal('invalid_value', `there is no announcement ${named}`, 'sound')
  }
  return { ...(found && { trunkManagerId: found.id }), ...(sound !== undefined && { soundId: played?.id ?? null }) }
}
