import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Account } from './account.ts'

/**
 * Gives an account a new master key, which all its credentials need from the next request on. The old key is forgotten.
 * Of the new one only a hash is kept.
 *
 * @throws Refusal `not_found`.
 */
export function rotateMasterKey(core: Core, caller: ServerCaller, name: string, masterKey: string): Promise<Account> {
  mustBeAllowed(caller, 'account.update')
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.accounts.lock(name), `account as '${name}'`)
    const after = { ...before, hasMasterKey: true }
    await tx.accounts.setMasterHash(before.id, core.passwords.hashToken(masterKey))
    return {
      answer: after,
      change: { noun: 'account', verb: 'update', subject: name, before: { ...before }, after },
    }
  })
}
