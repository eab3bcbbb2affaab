import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { checkRuleTexts } from './check-rule-texts.ts'
import type { IncomingRule, IncomingRuleFields, IncomingRuleRef } from './incoming-rule.ts'
import { spellRule } from './spell-rule.ts'

/**
 * Changes an incoming rule and returns it as it is now.
 *
 * @throws Refusal `not_found`, or `number_taken` when another rule of the verdict is for the number;
 *   `invalid_value` of `comment` or `labels`.
 */
export async function updateIncomingRule(
  core: Core,
  caller: Caller,
  ref: IncomingRuleRef,
  update: IncomingRuleFields,
): Promise<IncomingRule> {
  mustBeAllowed(caller, 'incoming-rule.update')
  checkRuleTexts(update)
  await planOfAccount(core, caller.accountId)
  return core.store.write(authorOf(caller), async (tx) => {
    await tx.accounts.lock(caller.accountId)
    const before = mustExist(await tx.incomingRules.get(caller.accountId, ref), 'incoming rule')
    const after: IncomingRule = { ...before, ...update, updatedAt: core.clock.now() }
    await tx.incomingRules.update(after, await spellRule(core.numberPlans, tx, after))
    return {
      answer: after,
      change: {
        noun: 'incoming-rule',
        verb: 'update',
        subject: after.number,
        ...difference({ ...before }, { ...after }),
      },
    }
  })
}
