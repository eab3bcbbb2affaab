import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { Page, PageRequest } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Bulk, BulkRef } from './bulk.ts'
import type { BulkMatch } from './bulk-port.ts'

/** A page of the account's bulks. */
export function findBulks(core: Core, caller: Caller, match: BulkMatch, page: PageRequest): Promise<Page<Bulk>> {
  mustBeAllowed(caller, 'message.find')
  return core.store.bulks.page(caller.accountId, match, page)
}

/**
 * One bulk, with its counts.
 *
 * @throws Refusal `not_found`.
 */
export async function getBulk(core: Core, caller: Caller, ref: BulkRef): Promise<Bulk> {
  mustBeAllowed(caller, 'message.find')
  return mustExist(await core.store.bulks.get(caller.accountId, ref), 'bulk')
}
