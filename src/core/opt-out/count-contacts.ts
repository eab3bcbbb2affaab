import type { Core } from '../core.ts'
import type { NumberPlan } from '../number/number-plan.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Counts the contacts to each number, in any spelling, within the 24 hours before a time; 0 for null, which is no number. */
export function countContacts(
  { store }: Core,
  accountId: number,
  numbers: readonly (string | null)[],
  { plan, at }: { readonly plan: NumberPlan; readonly at: number },
): Promise<number[]> {
  const spellings = numbers.map((number) =>
    number === null ? [] : [...new Set([number, ...plan.spellingsOf(number)])],
  )
  return store.contactCounter.since(accountId, spellings, at - dayMs)
}
