import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign, CampaignRef } from './campaign.ts'

/** The most campaigns that a refusal names. */
const namedAtMost = 20

/**
 * The account's campaign that a person means: by its id, its hex id or its name, letter by letter.
 *
 * @throws Refusal `not_found`; `conflict` when several campaigns are meant. It names them.
 */
export async function findNamedCampaign(core: Core, caller: Caller, text: string): Promise<Campaign> {
  mustBeAllowed(caller, 'campaign.find')
  const { accountId } = caller
  const { campaigns } = core.store
  const byRef = await Promise.all(refsIn(text).map((ref) => campaigns.get(accountId, ref)))
  const query = { name: { text, alike: false }, sort: { by: 'id', descending: false } } as const
  const named = await campaigns.page(accountId, query, { start: 0, count: namedAtMost })
  const found = new Map([...byRef, ...named.items].flatMap((each) => (each ? [[each.id, each] as const] : [])))
  const [campaign, ...others] = found.values()
  if (!campaign) {
    throw new Refusal('not_found', `there is no campaign '${text}': give its id, its hex id or its whole name`)
  }
  if (others.length === 0) return campaign
  const ids = [campaign, ...others].map(({ id, hexId }) => `${id} (${hexId})`).join(', ')
  const more = named.total > named.items.length ? ` and ${named.total - named.items.length} more` : ''
  throw new Refusal('conflict', `'${text}' may be any of the campaigns ${ids}${more}: give the hex id of one`)
}

/** The ids that a text may be. */
function refsIn(text: string): CampaignRef[] {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return [{ id: Number(text) }]
  return /^[0-9a-f]{24}$/.test(text) ? [{ hexId: text }] : []
}
