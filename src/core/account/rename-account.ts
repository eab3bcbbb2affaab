import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Account } from './account.ts'
import { checkAccountName } from './account-name.ts'
import { nameTaken } from './name-taken.ts'

/**
 * Gives an account another name. Nothing else changes, since nobody signs in by the name of an account.
 *
 * @throws Refusal `not_found`, `name_taken`, or `invalid_value` of `name`.
 */
export async function renameAccount(core: Core, caller: ServerCaller, name: string, wanted: string): Promise<Account> {
  mustBeAllowed(caller, 'account.update')
  const newName = checkAccountName(wanted)
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.accounts.lock(name), `account as '${name}'`)
    const after = { ...before, name: newName }
    if (!(await tx.accounts.rename(before.id, newName))) throw nameTaken(newName)
    return {
      answer: after,
      change: { noun: 'account', verb: 'update', subject: newName, ...difference({ ...before }, { ...after }) },
    }
  })
}
