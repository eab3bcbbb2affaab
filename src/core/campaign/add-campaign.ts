import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { withStaged } from '../list/with-staged.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { TrunkManagerRef } from '../trunk-manager/trunk-manager.ts'
import { type Campaign, usualCampaign } from './campaign.ts'
import { type CampaignFields, checkFields, checkWindow, findGroupIds, lockReferences } from './campaign-fields.ts'
import { insertNumbers } from './insert-numbers.ts'

/** A campaign to be made. */
export interface NewCampaign extends CampaignFields {
  readonly name: string
  readonly trunkManager: TrunkManagerRef
}

/**
 * Makes a campaign, which waits for its start. Names need not be unique.
 *
 * @throws Refusal `invalid_value` of a field that breaks its rule, or that names what the account does not have.
 */
export async function addCampaign(core: Core, caller: Caller, wanted: NewCampaign): Promise<Campaign> {
  mustBeAllowed(caller, 'campaign.add')
  checkFields(wanted)
  const { accountId } = caller
  const { trunkManager, groups, sound, entries, ...plain } = wanted
  const groupIds = (await findGroupIds(core.store, accountId, groups)) ?? []
  return withStaged(core, accountId, entries, (list) =>
    core.store.write(authorOf(caller), async (tx) => {
      const references = await lockReferences(tx, accountId, { trunkManager, ...(sound !== undefined && { sound }) })
      const now = core.clock.now()
      const campaign: Campaign = {
        ...usualCampaign,
        ...plain,
        trunkManagerId: references.trunkManagerId as number,
        soundId: references.soundId ?? null,
        groupIds,
        accountId,
        id: await tx.allocate(accountId, 'campaign', 1),
        hexId: core.ids.hexId(),
        ...(await insertNumbers(tx, accountId, list)),
        ...{ state: 'waiting', repeat: 0, createdAt: now, updatedAt: now },
      }
      checkWindow(campaign)
      await tx.campaigns.insert(campaign)
      return {
        answer: campaign,
        change: { noun: 'campaign', verb: 'add', subject: campaign.name, before: null, after: { ...campaign } },
      }
    }),
  )
}
