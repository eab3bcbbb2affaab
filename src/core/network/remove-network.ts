import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'

/**
 * Takes a network from those that may call. When it was the last one, everybody may.
 *
 * @throws Refusal `not_found`.
 */
export function removeNetwork(core: Core, cidr: string): Promise<void> {
  return core.store.write(operatorOf(null), async (tx) => {
    if (!(await tx.networks.remove(cidr))) throw new Refusal('not_found', `there is no such allowed network as ${cidr}`)
    return {
      answer: undefined,
      change: { noun: 'network', verb: 'remove', subject: cidr, before: { cidr }, after: null },
    }
  })
}
