import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** Lets everybody call by emptying the list of networks. Returns the networks that were in it. */
export function allowAllNetworks(core: Core, caller: ServerCaller): Promise<string[]> {
  mustBeAllowed(caller, 'network.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const networks = await tx.networks.all()
    for (const cidr of networks) await tx.networks.remove(cidr)
    return {
      answer: networks,
      change: { noun: 'network', verb: 'remove', subject: 'all', before: { networks }, after: { networks: [] } },
    }
  })
}
