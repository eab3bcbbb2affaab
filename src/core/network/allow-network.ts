import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/**
 * Adds a network (CIDR) to those that may call. From the first one on, nobody else may. A network that is added twice
 * is in the list once.
 */
export function allowNetwork(core: Core, caller: ServerCaller, cidr: string): Promise<void> {
  mustBeAllowed(caller, 'network.add')
  return core.store.write(authorOf(caller), async (tx) => {
    await tx.networks.insert(cidr)
    return {
      answer: undefined,
      change: { noun: 'network', verb: 'add', subject: cidr, before: null, after: { cidr } },
    }
  })
}
