import type { Caller } from '../caller.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { Core } from '../core.ts'
import type { InboundRoute } from '../inbound-route/inbound-route.ts'
import { isAllowed, mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Sound } from './sound.ts'

/** Campaigns that are told at the most. */
const most = 100

/** Where an announcement is played. */
export interface SoundUses {
  /** The newest campaigns that play it. */
  readonly campaigns: readonly Campaign[]
  readonly routes: readonly InboundRoute[]
}

/** The campaigns and the routes of calls that come in which play an announcement, as far as the caller may see them. */
export async function findSoundUses(core: Core, caller: Caller, { accountId, id, hexId }: Sound): Promise<SoundUses> {
  mustBeAllowed(caller, 'sound.find')
  const campaigns = isAllowed(caller, 'campaign.find') ? await core.store.campaigns.bySound(accountId, id, most) : []
  const routes = isAllowed(caller, 'inbound-route.find') ? await core.store.inboundRoutes.all(accountId) : []
  const plays = ({ kind, targets }: Pick<InboundRoute, 'kind' | 'targets'>) =>
    kind === 'announcement' && targets[0] === hexId
  return { campaigns, routes: routes.filter((each) => [each, ...Object.values(each.branches)].some(plays)) }
}
