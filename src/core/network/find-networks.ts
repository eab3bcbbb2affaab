import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** The networks (CIDR) that may call. With an empty list everybody may. */
export function findNetworks(core: Core, caller: ServerCaller): Promise<string[]> {
  mustBeAllowed(caller, 'network.find')
  return core.store.networks.all()
}
