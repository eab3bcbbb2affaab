import type { Core } from '../core.ts'
import type { Account } from './account.ts'

/** Every account, in the order of their making. */
export function findAccounts(core: Core): Promise<Account[]> {
  return core.store.accounts.all()
}
