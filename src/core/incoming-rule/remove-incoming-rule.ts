import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { IncomingRule, IncomingRuleRef } from './incoming-rule.ts'

/**
 * Removes an incoming rule and returns it as it was. It holds no more from the next call on.
 *
 * @throws Refusal `not_found`.
 */
export function removeIncomingRule(core: Core, caller: Caller, ref: IncomingRuleRef): Promise<IncomingRule> {
  mustBeAllowed(caller, 'incoming-rule.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    await tx.accounts.lock(caller.accountId)
    const rule = mustExist(await tx.incomingRules.get(caller.accountId, ref), 'incoming rule')
    await tx.incomingRules.remove(rule)
    return {
      answer: rule,
      change: { noun: 'incoming-rule', verb: 'remove', subject: rule.number, before: { ...rule }, after: null },
    }
  })
}
