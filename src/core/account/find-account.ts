import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Account } from './account.ts'

/**
 * The account of that name.
 *
 * @throws Refusal `not_found`.
 */
export async function findAccount(core: Core, caller: ServerCaller, name: string): Promise<Account> {
  mustBeAllowed(caller, 'account.find')
  return mustExist(await core.store.accounts.byName(name), `account as '${name}'`)
}
