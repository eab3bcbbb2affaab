import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { decidingRule } from './deciding-rule.ts'
import type { IncomingRule } from './incoming-rule.ts'

/**
 * The rule that decides on calls from a number, in whatever spelling, that come in by a trunk. Undefined where there is
 * none. `number` is as `readNumber` gives it.
 */
export async function findRuleOfCaller(core: Core, caller: Caller, number: string): Promise<IncomingRule | undefined> {
  mustBeAllowed(caller, 'incoming-rule.find')
  return decidingRule(await core.store.incomingRules.ofCaller(caller.accountId, number))
}
