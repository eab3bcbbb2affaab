import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { describeRef } from './check-trunk-manager.ts'
import type { TrunkManager, TrunkManagerRef } from './trunk-manager.ts'

/** The account's trunk managers, in the order of their ids. */
export function findTrunkManagers(core: Core, caller: Caller): Promise<TrunkManager[]> {
  mustBeAllowed(caller, 'trunk-manager.find')
  return core.store.trunkManagers.all(caller.accountId)
}

/**
 * A trunk manager.
 *
 * @throws Refusal `not_found`.
 */
export async function getTrunkManager(core: Core, caller: Caller, ref: TrunkManagerRef): Promise<TrunkManager> {
  mustBeAllowed(caller, 'trunk-manager.find')
  return mustExist(await core.store.trunkManagers.get(caller.accountId, ref), describeRef(ref))
}
