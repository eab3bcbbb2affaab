import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/**
 * Takes a network from those that may call. After the last one, everybody may.
 *
 * @throws Refusal `not_found`.
 */
export function removeNetwork(core: Core, caller: ServerCaller, cidr: string): Promise<void> {
  mustBeAllowed(caller, 'network.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    if (!(await tx.networks.remove(cidr))) throw new Refusal('not_found', `there is no such allowed network as ${cidr}`)
    return {
      answer: undefined,
      change: { noun: 'network', verb: 'remove', subject: cidr, before: { cidr }, after: null },
    }
  })
}
