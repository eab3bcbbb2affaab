import type { Core } from '../core.ts'
import type { LoggedDelivery } from './delivery.ts'

/** The account's newest deliveries, the newest first, each with all that was tried. */
export function findDeliveries(core: Core, accountId: number, limit: number): Promise<LoggedDelivery[]> {
  return core.store.deliveries.newest(accountId, limit)
}
