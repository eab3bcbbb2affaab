import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { InboundRoute } from './inbound-route.ts'
import { keyRoute } from './key-routes.ts'

/** A route to be made. */
export type NewInboundRoute = Omit<InboundRoute, 'accountId' | 'id' | 'createdAt'>

/** The most phones of a group. */
export const targetsAtMost = 50

/**
 * Sends calls that come in to a number on their way, from the next call on.
 *
 * @throws Refusal `not_found` of the trunk or of an extension; `invalid_value` of `targets`; `number_taken` when another
 *   route is for the number, in whatever spelling.
 */
export async function addInboundRoute(core: Core, caller: Caller, wanted: NewInboundRoute): Promise<InboundRoute> {
  mustBeAllowed(caller, 'inbound-route.add')
  const { accountId } = caller
  const { kind, targets, trunk } = wanted
  const isGroup = kind === 'all' || kind === 'turn'
  if (targets.length < 1 || targets.length > (isGroup ? targetsAtMost : 1) || new Set(targets).size < targets.length) {
    throw new Refusal('invalid_value', `a group has 1 to ${targetsAtMost} different extensions`, 'targets')
  }
  for (const target of kind === 'outside' ? [] : targets) {
    mustExist(await core.store.routes.get(accountId, target), `extension as ${target}`)
  }
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
