import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { InboundDecision } from './inbound-route.ts'
import { keyFor } from './keys-of.ts'

/**
 * Where a call to a number goes: by a route, to the extension `direct` that has or shows the number, or nowhere. `holders` are
 * the extensions that show it where they are several.
 */
export interface InboundWay {
  readonly decision: InboundDecision | null
  readonly direct: string | null
  readonly holders: readonly string[]
}

/**
 * Says where a call to a number goes that comes in by a trunk; nothing rings. Without a trunk only routes for every trunk count.
 * The order is that of the dialplan: the number, its longest prefix, an extension, the extension that shows the number, and the
 * route for all.
 */
export async function testInboundRoute(
  core: Core,
  caller: Caller,
  number: string,
  trunk: string | null = null,
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
  if (decision) return { decision, direct: null, holders: [] }
  if (await core.store.routes.get(accountId, number)) return { decision: null, direct: number, holders: [] }
  const holders = await core.store.inboundRoutes.holders(accountId, plan.spellingsOf(number))
  if (holders.length === 1) return { decision: null, direct: holders[0] ?? null, holders: [] }
  return { decision: inOrder.find(isForAll) ?? null, direct: null, holders }
}
