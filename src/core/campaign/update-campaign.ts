import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { withStaged } from '../list/with-staged.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign, CampaignRef } from './campaign.ts'
import { type CampaignFields, checkFields, checkWindow, findGroupIds, lockReferences } from './campaign-fields.ts'
import { insertNumbers } from './insert-numbers.ts'

/**
 * Changes a campaign and returns it as it is now. What is given holds from the next call on. The numbers and the groups of a run
 * that has begun stay as they were: new ones hold from the next run on.
 *
 * @throws Refusal `not_found`; `invalid_value` of a field that breaks its rule, or that names what the account does not have.
 */
export async function updateCampaign(
  core: Core,
  caller: Caller,
  ref: CampaignRef,
  fields: CampaignFields,
): Promise<Campaign> {
  mustBeAllowed(caller, 'campaign.update')
  checkFields(fields)
  const { accountId } = caller
  const { trunkManager: _manager, groups, sound: _sound, entries, ...plain } = fields
  const groupIds = await findGroupIds(core.store, accountId, groups)
  return withStaged(core, accountId, entries, (list) =>
    core.store.write(authorOf(caller), async (tx) => {
      const before = mustExist(await tx.campaigns.lock(accountId, ref), 'campaign')
      const after: Campaign = {
        ...before,
        ...plain,
        ...(await lockReferences(tx, accountId, fields)),
        ...(groupIds && { groupIds }),
        ...(list && (await insertNumbers(tx, accountId, list))),
        updatedAt: core.clock.now(),
      }
      checkWindow(after)
      await tx.campaigns.update(after)
      const states = difference({ ...before }, { ...after })
      return { answer: after, change: { noun: 'campaign', verb: 'update', subject: after.name, ...states } }
    }),
  )
}
