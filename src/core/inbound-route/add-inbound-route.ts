import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { checkBranches, checkDestination } from './check-destination.ts'
import type { InboundRoute } from './inbound-route.ts'
import { keyRoute } from './key-routes.ts'

/** A route to be made. */
export type NewInboundRoute = Omit<InboundRoute, 'accountId' | 'id' | 'createdAt'>

/**
 * Sends calls that come in to a number on their way, from the next call on.
 *
 * @throws Refusal `not_found` of the trunk or of a target; `invalid_value` of `targets` or `branches`; `number_taken` when another
 *   route is for the number, in whatever spelling.
 */
export async function addInboundRoute(core: Core, caller: Caller, wanted: NewInboundRoute): Promise<InboundRoute> {
  mustBeAllowed(caller, 'inbound-route.add')
  const { accountId } = caller
  const { trunk, branches } = wanted
  await checkDestination(core.store, accountId, wanted)
  for (const branch of Object.values(branches)) await checkDestination(core.store, accountId, branch)
  checkBranches(wanted)
  if (trunk !== null) {
    const known = await core.store.trunks.all(accountId)
    mustExist(
      known.find(({ name }) => name === trunk),
      `trunk as '${trunk}'`,
    )
  }
  // Loads the plan: a transaction must not wait for that.
  await planOfAccount(core, accountId)
  return core.store.write(authorOf(caller), async (tx) => {
    const id = await tx.allocate(accountId, 'inbound-route', 1)
    const route: InboundRoute = { ...wanted, accountId, id, createdAt: core.clock.now() }
    await tx.inboundRoutes.insert(route, await keyRoute(core.numberPlans, tx, route))
    return {
      answer: route,
      change: { noun: 'inbound-route', verb: 'add', subject: String(id), before: null, after: { ...route } },
    }
  })
}
