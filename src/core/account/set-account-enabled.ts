import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Account } from './account.ts'

/**
 * Enables or disables an account. The credentials of a disabled account sign in no more from the next request on, and
 * its phones are dropped from the PBX.
 *
 * @throws Refusal `not_found`.
 */
export function setAccountEnabled(core: Core, caller: ServerCaller, name: string, enabled: boolean): Promise<Account> {
  mustBeAllowed(caller, 'account.update')
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.accounts.lock(name), `account as '${name}'`)
    const after = { ...before, enabled }
    await tx.accounts.setEnabled(before.id, enabled)
    if (!enabled) await tx.effects.dropRegistrations(before.id)
    return {
      answer: after,
      change: { noun: 'account', verb: enabled ? 'enable' : 'disable', subject: name, before: { ...before }, after },
    }
  })
}
