import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { LoggedDelivery } from './delivery.ts'

/** The account's newest deliveries, the newest first, each with all its attempts. */
export function findDeliveries(core: Core, caller: Caller, limit: number): Promise<LoggedDelivery[]> {
  mustBeAllowed(caller, 'delivery.find')
  return core.store.deliveries.newest(caller.accountId, limit)
}
