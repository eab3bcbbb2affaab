import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/**
 * Has a network blocked again like any other, after too many bad sign-ins.
 *
 * @throws Refusal `not_found`.
 */
export function removeSipNetwork(core: Core, caller: ServerCaller, cidr: string): Promise<void> {
  mustBeAllowed(caller, 'network.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    if (!(await tx.sipNetworks.remove(cidr))) throw new Refusal('not_found', `there is no such network as ${cidr}`)
    return {
      answer: undefined,
      change: { noun: 'sip-network', verb: 'remove', subject: cidr, before: { cidr }, after: null },
    }
  })
}
