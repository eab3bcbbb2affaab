import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { followRoute, type Passed } from './follow-route.ts'
import type { InboundDecision } from './inbound-route.ts'
import { keyFor } from './keys-of.ts'

/**
 * Where a call to a number goes: by a route, to the extension `direct` that has or shows the number, or nowhere. `holders` are
 * the extensions that show it where they are several.
 */
export interface InboundWay {
  readonly decision: InboundDecision | null
  /** The announcements and schedules that the call passes, where it goes by a route. */
  readonly passed: readonly Passed[]
  /** Where faxes of the route go; `null` where it says nothing of them. */
  readonly fax: InboundDecision | null
  /** The id of the route; `null` where the call goes by none. */
  readonly routeId: number | null
  readonly direct: string | null
  readonly holders: readonly string[]
}

/**
 * Says where a call to a number goes that comes in by a trunk; nothing rings. Without a trunk only routes for every trunk count. `at` is the
 * time of the call, for schedules.
 * The order is that of the dialplan: the number, its longest prefix, an extension, the extension that shows the number, and the
 * route for all.
 */
export async function testInboundRoute(
  core: Core,
  caller: Caller,
  number: string,
  trunk: string | null = null,
  at: number = core.clock.now(),
): Promise<InboundWay> {
  mustBeAllowed(caller, 'route.find')
  const { accountId } = caller
  const plan = await planOfAccount(core, accountId)
  const key = plan.keyOf(number)
  const prefixes = Array.from({ length: key.length }, (_, cut) => `${key.slice(0, key.length - cut)}*`)
  const trunks = trunk === null ? [null] : [trunk, null]
  const keys = [number, ...prefixes, '*'].flatMap((text) => trunks.map((each) => keyFor(each, text)))
  const found = await core.store.inboundRoutes.decisions(accountId, keys)
  const inOrder = keys.flatMap((each) => found.filter((decision) => decision.key === each))
  const isForAll = ({ key: each }: InboundDecision) => each.endsWith('/*')
  const decision = inOrder.find((each) => !isForAll(each))
  if (decision) return { ...(await follow(core, accountId, decision, at)), direct: null, holders: [] }
  if (await core.store.routes.get(accountId, number)) return { ...noRoute, direct: number, holders: [] }
  const holders = await core.store.inboundRoutes.holders(accountId, plan.spellingsOf(number))
  if (holders.length === 1) return { ...noRoute, direct: holders[0] ?? null, holders: [] }
  const last = inOrder.find(isForAll)
  return { ...(last ? await follow(core, accountId, last, at) : noRoute), direct: null, holders }
}

const noRoute = { decision: null, passed: [], fax: null, routeId: null }

async function follow(
  { store }: Core,
  accountId: number,
  decision: InboundDecision,
  at: number,
): Promise<Pick<InboundWay, 'decision' | 'passed' | 'fax' | 'routeId'>> {
  const { routeId } = decision
  const fax = (await store.inboundRoutes.branches(accountId, routeId)).get('fax') ?? null
  return { ...(await followRoute(store, accountId, decision, at)), fax, routeId }
}
