import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { Account } from './account.ts'

/**
 * The account of that name.
 *
 * @throws Refusal `not_found`.
 */
export async function findAccount(core: Core, name: string): Promise<Account> {
  return mustExist(await core.store.accounts.byName(name), `account as '${name}'`)
}
