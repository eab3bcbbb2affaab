import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { checkRuleTexts } from './check-rule-texts.ts'
import type { IncomingRule, IncomingRuleFields, Verdict } from './incoming-rule.ts'
import { spellRule } from './spell-rule.ts'

/** A rule to be made. */
export interface NewIncomingRule extends IncomingRuleFields {
  readonly verdict: Verdict
  readonly number: string
}

/**
 * Blocks or allows calls from a number, from the next call on.
 *
 * @throws Refusal `number_taken` when another rule of the verdict is for the number, in whatever spelling;
 *   `invalid_value` of `comment` or `labels`.
 */
export async function addIncomingRule(core: Core, caller: Caller, wanted: NewIncomingRule): Promise<IncomingRule> {
  mustBeAllowed(caller, 'incoming-rule.add')
  checkRuleTexts(wanted)
  // Loads the plan: a transaction must not wait for that.
  await planOfAccount(core, caller.accountId)
  return core.store.write(authorOf(caller), async (tx) => {
    const now = core.clock.now()
    const rule: IncomingRule = {
      accountId: caller.accountId,
      id: await tx.allocate(caller.accountId, 'incoming-rule', 1),
      hexId: core.ids.hexId(),
      labels: [],
      comment: '',
      ...wanted,
      createdAt: now,
      updatedAt: now,
    }
    await tx.incomingRules.insert(rule, await spellRule(core.numberPlans, tx, rule))
    return {
      answer: rule,
      change: { noun: 'incoming-rule', verb: 'add', subject: rule.number, before: null, after: { ...rule } },
    }
  })
}
