import type { Account } from '../core/account/account.ts'
import { findAccount } from '../core/account/find-account.ts'
import { findAccounts } from '../core/account/find-accounts.ts'
import type { Caller } from '../core/caller.ts'
import { Refusal } from '../core/errors.ts'
import { onAccount } from '../core/permission/callers.ts'
import type { OwnedBook } from './command.ts'

const usualAccount = 'default'

/** The most accounts that a message names. */
const namedAtMost = 20

/** The option of commands that act on one account. */
export const accountOption = [
  '--account <name>',
  'The account to act on (default: the only one, or the one named default).',
] as const

/**
 * The named account. Without a name it is the only account that there is, or the one named `default`.
 *
 * @throws Refusal `not_found` of the name; `missing_value` when there is no account, or none of several is named
 * `default`.
 */
export async function chooseAccount(
  { core, owner }: Pick<OwnedBook, 'core' | 'owner'>,
  name: string | undefined,
  option = '--account',
): Promise<Account> {
  if (name !== undefined) return findAccount(core, owner, name)
  const accounts = await findAccounts(core, owner)
  if (accounts.length === 0) {
    throw new Refusal('missing_value', 'there is no account yet: make one with `dialbook account add NAME`', 'account')
  }
  const chosen = accounts.length === 1 ? accounts[0] : accounts.find((account) => account.name === usualAccount)
  if (chosen) return chosen
  const names = accounts.slice(0, namedAtMost).map((account) => account.name)
  const more = accounts.length > namedAtMost ? ` and ${accounts.length - namedAtMost} more` : ''
  const remedy = `or give the usual one the name ${usualAccount}, with \`dialbook account rename NAME ${usualAccount}\``
  throw new Refusal(
    'missing_value',
    `say for which account, with ${option}: there are ${names.join(', ')}${more}; ${remedy}`,
    'account',
  )
}

/** The owner, asking for the things of the account that {@link chooseAccount} finds. */
export async function chooseCaller(
  book: Pick<OwnedBook, 'core' | 'owner'>,
  name: string | undefined,
): Promise<{ readonly account: Account; readonly caller: Caller }> {
  const account = await chooseAccount(book, name)
  return { account, caller: onAccount(book.owner, account.id) }
}
