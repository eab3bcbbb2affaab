import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** Has a network (CIDR) never blocked at SIP, whatever happens there. A network that is added twice is in the list once. */
export function allowSipNetwork(core: Core, caller: ServerCaller, cidr: string): Promise<void> {
  mustBeAllowed(caller, 'network.add')
  return core.store.write(authorOf(caller), async (tx) => {
    await tx.sipNetworks.insert(cidr)
    return {
      answer: undefined,
      change: { noun: 'sip-network', verb: 'add', subject: cidr, before: null, after: { cidr } },
    }
  })
}
