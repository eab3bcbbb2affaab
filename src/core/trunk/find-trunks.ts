import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Trunk } from './trunk.ts'

/** The account's trunks, in the order of their names: calls go out by the first. */
export function findTrunks(core: Core, caller: Caller): Promise<Trunk[]> {
  mustBeAllowed(caller, 'trunk.find')
  return core.store.trunks.all(caller.accountId)
}
