import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'

/** Adds a network (CIDR) to those that may call. From the first one on, nobody else may. Adding it twice changes nothing. */
export function allowNetwork(core: Core, cidr: string): Promise<void> {
  return core.store.write(operatorOf(null), async (tx) => {
    await tx.networks.insert(cidr)
    return {
      answer: undefined,
      change: { noun: 'network', verb: 'add', subject: cidr, before: null, after: { cidr } },
    }
  })
}
