import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Account } from './account.ts'
import { updateAccount } from './update-account.ts'

/**
 * Sets the country of an account, and nothing else of it; null for none.
 *
 * @throws Refusal as {@link updateAccount}.
 */
export function setAccountCountry(
  core: Core,
  caller: ServerCaller,
  name: string,
  country: string | null,
): Promise<Account> {
  mustBeAllowed(caller, 'account.update')
  return updateAccount(core, caller, name, { country })
}
