import type { NumberPlan } from '../number/number-plan.ts'
import type { Transaction } from '../ports.ts'

/** Writes the spellings of all rules of an account, whose row is locked, by the plan of another country. */
export async function spellRulesAgain(tx: Transaction, accountId: number, plan: NumberPlan): Promise<void> {
  for (const rule of await tx.incomingRules.all(accountId)) {
    await tx.incomingRules.spell(rule, plan.spellingsOf(rule.number))
  }
}
