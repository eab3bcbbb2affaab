import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** The networks (CIDR) that are never blocked at SIP. */
export function findSipNetworks(core: Core, caller: ServerCaller): Promise<string[]> {
  mustBeAllowed(caller, 'network.find')
  return core.store.sipNetworks.all()
}
