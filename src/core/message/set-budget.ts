import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Spending } from './message-port.ts'

/** What the account has spent on messages, and its own budget. */
export function findSpending(core: Core, caller: Caller): Promise<Spending> {
  mustBeAllowed(caller, 'message.find')
  return core.store.messages.spending(caller.accountId)
}

/**
 * Sets what the account may spend on messages in all, in millionths; null where the budget that holds for all holds for it too.
 *
 * @throws Refusal `not_found` for an account that is gone.
 */
export function setBudget(core: Core, caller: Caller, budget: number | null): Promise<Spending> {
  mustBeAllowed(caller, 'account.update')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    const before = await tx.messages.charge(accountId, 0, 0)
    await tx.messages.setBudget(accountId, budget)
    const states = { before: { accountId, budget: before.budget }, after: { accountId, budget } }
    return {
      answer: { ...before, budget },
      change: { noun: 'message', verb: 'update', subject: 'the budget of the account', ...states },
    }
  })
}
