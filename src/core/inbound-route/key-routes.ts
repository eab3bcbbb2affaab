import { mustExist, Refusal } from '../errors.ts'
import type { NumberPlan, NumberPlans } from '../number/number-plan.ts'
import type { Transaction } from '../ports.ts'
import type { InboundRoute } from './inbound-route.ts'
import { keysOf } from './keys-of.ts'

/**
 * The keys of a route by the country that its account has now. Locks the account, so that its country stays until the
 * transaction ends.
 *
 * @throws Refusal `number_taken` when another route has one of them.
 */
export async function keyRoute(plans: NumberPlans, tx: Transaction, route: InboundRoute): Promise<readonly string[]> {
  const { country } = mustExist(await tx.accounts.lock(route.accountId), 'account')
  const keys = keysOf(route, await plans.of(country))
  const other = (await tx.inboundRoutes.decisions(route.accountId, keys)).find(({ routeId }) => routeId !== route.id)
  if (other) throw new Refusal('number_taken', `the route ${other.routeId} is for this number already`, 'number')
  return keys
}

/** Writes the keys of all routes of an account, whose row is locked, as another country has them. */
export async function keyRoutesAgain(tx: Transaction, accountId: number, plan: NumberPlan): Promise<void> {
  for (const route of await tx.inboundRoutes.all(accountId)) await tx.inboundRoutes.key(route, keysOf(route, plan))
}
