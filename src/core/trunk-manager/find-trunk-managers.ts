import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { TrunkManager } from './trunk-manager.ts'

/** The account's trunk managers, in the order of their ids. */
export function findTrunkManagers(core: Core, caller: Caller): Promise<TrunkManager[]> {
  mustBeAllowed(caller, 'trunk-manager.find')
  return core.store.trunkManagers.all(caller.accountId)
}
