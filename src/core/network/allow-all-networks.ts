import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'

/** Lets everybody call: empties the list of networks. Returns those that were in it. */
export function allowAllNetworks(core: Core): Promise<string[]> {
  return core.store.write(operatorOf(null), async (tx) => {
    const networks = await tx.networks.all()
    for (const cidr of networks) await tx.networks.remove(cidr)
    return {
      answer: networks,
      change: { noun: 'network', verb: 'remove', subject: 'all', before: { networks }, after: { networks: [] } },
    }
  })
}
