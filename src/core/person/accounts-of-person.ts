import type { Account } from '../account/account.ts'
import { findAccounts } from '../account/find-accounts.ts'
import type { Core } from '../core.ts'
import { serverCallerOf } from './caller-of-person.ts'
import type { Person } from './person.ts'

/** The accounts that are open for a person: all for an owner, else the own one. */
export async function accountsOfPerson(core: Core, person: Person): Promise<readonly Account[]> {
  const owner = serverCallerOf(person)
  if (owner) return findAccounts(core, owner)
  const account = person.accountId === null ? undefined : await core.store.accounts.byId(person.accountId)
  return account ? [account] : []
}
