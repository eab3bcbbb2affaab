import type { Core } from '../core.ts'
import type { NumberPlan } from './number-plan.ts'

/** The numbering plan of an account. */
export async function planOfAccount(core: Core, accountId: number): Promise<NumberPlan> {
  const account = await core.store.accounts.byId(accountId)
  return core.numberPlans.of(account?.country ?? null)
}
