import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { IncomingRule } from './incoming-rule.ts'

/**
 * The rule that decides on a call from this number, in whatever spelling: the one that allows it, else the one that
 * blocks it. Undefined where there is none: the call comes in. `number` is as `readNumber` gives it.
 */
export async function findRuleOfCaller(core: Core, caller: Caller, number: string): Promise<IncomingRule | undefined> {
  mustBeAllowed(caller, 'incoming-rule.find')
  const rules = await core.store.incomingRules.ofCaller(caller.accountId, number)
  return rules.find(({ verdict }) => verdict === 'allow') ?? rules[0]
}
