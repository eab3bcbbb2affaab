import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** The id of the account whose extensions the PBX has; undefined while there is none. */
export async function findServedAccount(core: Core, caller: ServerCaller): Promise<number | undefined> {
  mustBeAllowed(caller, 'pbx.find')
  return core.store.pbxAccount.get()
}
