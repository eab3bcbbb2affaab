import type { Account } from '../core/account/account.ts'
import { findAccount } from '../core/account/find-account.ts'
import { findAccounts } from '../core/account/find-accounts.ts'
import type { Core } from '../core/core.ts'
import { Refusal } from '../core/errors.ts'

const usualAccount = 'default'

/** The option of commands that act on one account. */
export const accountOption = [
  '--account <name>',
  'Whose it is (default: the only account, or the one named default).',
] as const

/**
 * The named account; without a name the only one there is, or the one named `default`.
 *
 * @throws Refusal `not_found`, `missing_value`
 */
export async function chooseAccount(core: Core, name: string | undefined, option = '--account'): Promise<Account> {
  if (name !== undefined) return findAccount(core, name)
  const accounts = await findAccounts(core)
  if (accounts.length === 0) {
    throw new Refusal('missing_value', 'there is no account yet: make one with `dialbook account add NAME`', 'account')
  }
  const chosen = accounts.length === 1 ? accounts[0] : accounts.find((account) => account.name === usualAccount)
  if (chosen) return chosen
  const names = accounts.map((account) => account.name).join(', ')
  throw new Refusal('missing_value', `say for which account, with ${option}: there are ${names}`, 'account')
}
