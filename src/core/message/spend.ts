import { Refusal } from '../errors.ts'
import type { Spending } from './message-port.ts'

/** What an account may spend: its own budget, or the one that holds for all; null for any sum. */
export function budgetOf(usual: number | null, { budget }: Pick<Spending, 'budget'>): number | null {
  return budget ?? usual
}

/** @throws Refusal `over_budget` for an account that has spent, with `more`, more than it may. */
export function mustBeWithin(usual: number | null, spending: Spending, more = 0): void {
  const budget = budgetOf(usual, spending)
  if (budget === null || spending.spent + more <= budget) return
  throw new Refusal('over_budget', "the account's budget for messages is spent: see message.budget")
}
