import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Account } from './account.ts'
import { checkAccountName } from './account-name.ts'
import { nameTaken } from './name-taken.ts'

/**
 * Makes an account.
 *
 * @throws Refusal `name_taken`, or `invalid_value` of `name`.
 */
export async function addAccount(core: Core, caller: ServerCaller, wanted: string): Promise<Account> {
  mustBeAllowed(caller, 'account.add')
  const name = checkAccountName(wanted)
  return core.store.write(authorOf(caller), async (tx) => {
    const account = await tx.accounts.insert({ name, enabled: true, createdAt: core.clock.now() })
    if (!account) throw nameTaken(name)
    return {
      answer: account,
      change: { noun: 'account', verb: 'add', subject: name, before: null, after: { ...account } },
    }
  })
}
