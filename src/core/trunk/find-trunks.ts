import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Trunk } from './trunk.ts'
import type { TrunkSeen } from './trunk-port.ts'

/** The account's trunks, in the order in which calls go out by them. */
export function findTrunks(core: Core, caller: Caller): Promise<Trunk[]> {
  mustBeAllowed(caller, 'trunk.find')
  return core.store.trunks.all(caller.accountId)
}

/** What was seen of the account's trunks, while a server with a PBX ran. */
export function findSeenTrunks(core: Core, caller: Caller): Promise<TrunkSeen[]> {
  mustBeAllowed(caller, 'trunk.find')
  return core.store.trunks.seen(caller.accountId)
}
