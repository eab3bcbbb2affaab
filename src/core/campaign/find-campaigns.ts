import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Page, PageRequest, Sort } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign } from './campaign.ts'
import type { CampaignMatch, CampaignSortField } from './campaign-port.ts'

/** The account's campaigns that match, in an order of the caller's choice. */
export function findCampaigns(
  core: Core,
  caller: Caller,
  query: CampaignMatch & { readonly sort: Sort<CampaignSortField> },
  page: PageRequest,
): Promise<Page<Campaign>> {
  mustBeAllowed(caller, 'campaign.find')
  return core.store.campaigns.page(caller.accountId, query, page)
}
