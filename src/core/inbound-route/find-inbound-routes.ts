import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { InboundRoute } from './inbound-route.ts'

/** The account's routes for calls that come in, in the order in which they were added. */
export function findInboundRoutes(core: Core, caller: Caller): Promise<InboundRoute[]> {
  mustBeAllowed(caller, 'inbound-route.find')
  return core.store.inboundRoutes.all(caller.accountId)
}
