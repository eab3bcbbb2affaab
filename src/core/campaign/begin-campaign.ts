import type { AnyCaller } from '../caller.ts'
import { linkedNumbers } from '../contact/linked-numbers.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { withStaged } from '../list/with-staged.ts'
import { beginRun } from './begin-run.ts'
import type { Campaign } from './campaign.ts'
import { type Move, moveCampaign } from './move-campaign.ts'

/**
 * Begins the next run of a campaign. The numbers of the contacts that are linked to its groups are copied into a list of the run,
 * ahead of the write.
 *
 * @throws Refusal as {@link moveCampaign} does; `conflict` for one whose groups were changed meanwhile.
 */
export async function beginCampaign(core: Core, caller: AnyCaller, move: Omit<Move, 'make'>): Promise<Campaign> {
  const { accountId, ref } = move
  const groupIds = (await core.store.campaigns.get(accountId, ref))?.groupIds ?? []
  const contacts = await linkedNumbers(core, accountId, groupIds)
  return withStaged(core, accountId, contacts, (staged) =>
    moveCampaign(core, caller, {
      ...move,
      make(tx, campaign, now) {
        if (campaign.groupIds.join() === groupIds.join()) return beginRun(tx, campaign, now, staged)
        throw new Refusal('conflict', 'the groups of the campaign were changed meanwhile: begin it again')
      },
    }),
  )
}
