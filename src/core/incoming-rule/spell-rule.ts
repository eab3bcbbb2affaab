import { mustExist, Refusal } from '../errors.ts'
import type { NumberPlans } from '../number/number-plan.ts'
import type { Transaction } from '../ports.ts'
import type { IncomingRule } from './incoming-rule.ts'

/**
 * The spellings that a rule is for, by the country that its account has now. Locks the account, so that its country
 * stays until the transaction ends.
 *
 * @throws Refusal `number_taken` when another rule of the same verdict is for one of them.
 */
export async function spellRule(plans: NumberPlans, tx: Transaction, rule: IncomingRule): Promise<readonly string[]> {
  const { country } = mustExist(await tx.accounts.lock(rule.accountId), 'account')
  const others = await tx.incomingRules.ofCaller(rule.accountId, rule.number)
  const other = others.find(({ id, verdict }) => verdict === rule.verdict && id !== rule.id)
  if (other) {
    const told = rule.verdict === 'block' ? 'blocked' : 'allowed'
    const spelling = other.number === rule.number ? '' : `, as ${other.number}`
    throw new Refusal('number_taken', `${rule.number} is ${told} already${spelling}`, 'number')
  }
  return (await plans.of(country)).spellingsOf(rule.number)
}
