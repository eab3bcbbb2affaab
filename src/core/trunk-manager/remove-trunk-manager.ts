import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { describeRef, mustBeUnused } from './check-trunk-manager.ts'
import type { TrunkManager, TrunkManagerRef } from './trunk-manager.ts'

/**
 * Removes a trunk manager.
 *
 * @throws Refusal `not_found`; `conflict` while a campaign names it.
 */
export function removeTrunkManager(core: Core, caller: Caller, ref: TrunkManagerRef): Promise<TrunkManager> {
  mustBeAllowed(caller, 'trunk-manager.remove')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    await tx.accounts.lock(accountId)
    const manager = mustExist(await tx.trunkManagers.lock(accountId, ref), describeRef(ref))
    await mustBeUnused(tx, manager)
    await tx.trunkManagers.remove(manager)
    return {
      answer: manager,
      change: { noun: 'trunk-manager', verb: 'remove', subject: manager.title, before: { ...manager }, after: null },
    }
  })
}
