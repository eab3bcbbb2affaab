import type { Core } from '../core.ts'

/** The networks (CIDR) that may call; none means everybody. */
export function findNetworks(core: Core): Promise<string[]> {
  return core.store.networks.all()
}
