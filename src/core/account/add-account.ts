import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { Account } from './account.ts'
import { operatorOf } from './operator.ts'

/**
 * Makes an account.
 *
 * @throws Refusal `name_taken`.
 */
export function addAccount(core: Core, name: string): Promise<Account> {
  return core.store.write(operatorOf(null), async (tx) => {
    const account = await tx.accounts.insert({ name, enabled: true, createdAt: core.clock.now() })
    if (!account) throw new Refusal('name_taken', `there is an account named '${name}' already`, 'name')
    return {
      answer: account,
      change: { noun: 'account', verb: 'add', subject: name, before: null, after: { ...account } },
    }
  })
}
