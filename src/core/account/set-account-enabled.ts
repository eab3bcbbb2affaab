import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { Account } from './account.ts'
import { operatorOf } from './operator.ts'

/**
 * Lets an account's credentials sign in, or keeps them out from the next request on.
 *
 * @throws Refusal `not_found`.
 */
export function setAccountEnabled(core: Core, name: string, enabled: boolean): Promise<Account> {
  return core.store.write(operatorOf(null), async (tx) => {
    const before = mustExist(await tx.accounts.lock(name), `account as '${name}'`)
    const after = { ...before, enabled }
    await tx.accounts.setEnabled(before.id, enabled)
    return {
      answer: after,
      change: { noun: 'account', verb: enabled ? 'enable' : 'disable', subject: name, before: { ...before }, after },
    }
  })
}
