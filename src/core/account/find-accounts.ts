import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Account } from './account.ts'

/** Every account, in the order in which they were made. */
export function findAccounts(core: Core, caller: ServerCaller): Promise<Account[]> {
  mustBeAllowed(caller, 'account.find')
  return core.store.accounts.all()
}
