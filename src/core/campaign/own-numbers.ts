import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { PackedPart } from '../list/list-merge.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Campaign } from './campaign.ts'

/** The own numbers of a campaign, packed, in order, some thousands at a time. */
export function ownNumbers(core: Core, caller: Caller, campaign: Campaign): AsyncIterable<PackedPart> {
  mustBeAllowed(caller, 'campaign.find')
  return core.store.lists.packedParts(caller.accountId, campaign.listId)
}
