import type { NumberPlan } from '../number/number-plan.ts'
import type { Store, Transaction } from '../ports.ts'

type Spell = NumberPlan['spellingsOf']

/** Writes the spellings of all rules of an account, whose row is locked, as another country has them. */
export async function spellRulesAgain(tx: Transaction, accountId: number, spell: Spell): Promise<void> {
  for (const rule of await tx.incomingRules.all(accountId)) await tx.incomingRules.spell(rule, spell(rule.number))
}

/**
 * Finds the spellings of an account's rules ahead of the transaction that writes them, which then keeps other writers
 * waiting for a short time only: of 10,000 rules the spellings take a second, and writing them a fifth of it.
 */
export async function spellAhead(store: Store, accountId: number, plan: NumberPlan): Promise<Spell> {
  const rules = await store.incomingRules.find(accountId, {})
  const spellings = new Map(rules.map(({ number }) => [number, plan.spellingsOf(number)]))
  return (number) => spellings.get(number) ?? plan.spellingsOf(number)
}
