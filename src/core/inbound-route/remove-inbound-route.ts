import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { InboundRoute } from './inbound-route.ts'

/**
 * Removes a route, from the next call on.
 *
 * @throws Refusal `not_found`.
 */
export function removeInboundRoute(core: Core, caller: Caller, id: number): Promise<InboundRoute> {
  mustBeAllowed(caller, 'inbound-route.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    await tx.accounts.lock(caller.accountId)
    const route = mustExist(await tx.inboundRoutes.get(caller.accountId, id), `route as ${id}`)
    await tx.inboundRoutes.remove(route)
    return {
      answer: route,
      change: { noun: 'inbound-route', verb: 'remove', subject: String(id), before: { ...route }, after: null },
    }
  })
}
