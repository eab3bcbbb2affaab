import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Account } from './account.ts'

/** How an account is removed. */
export interface AccountRemoval {
  /** Whether an account that is not empty may go, with all that it has. */
  readonly force?: boolean
}

/**
 * Removes an account with all that it has, as one change. From then on the account is hidden and its name is free. Its
 * credentials sign in no more from the next request on, and its phones are dropped from the PBX. An undo brings the
 * account back until its rows are pruned.
 *
 * @throws Refusal `not_found`, or `not_empty` when the account has something and `force` is not set.
 */
export async function removeAccount(
  core: Core,
  caller: ServerCaller,
  name: string,
  { force = false }: AccountRemoval = {},
): Promise<Account> {
  mustBeAllowed(caller, 'account.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const account = mustExist(await tx.accounts.lock(name), `account as '${name}'`)
    if (!force) {
      const contents = Object.entries(await tx.accounts.contentsOf(account.id)).filter(([, count]) => count > 0)
      const told = contents.map(([nouns, count]) => `${nouns}: ${count}`).join(', ')
      if (told !== '') throw new Refusal('not_empty', `the account '${account.name}' is not empty: it has ${told}`)
    }
    await tx.effects.dropRegistrations(account.id)
    await tx.accounts.remove(account.id, core.clock.now())
    return {
      answer: account,
      change: { noun: 'account', verb: 'remove', subject: account.name, before: { ...account }, after: null },
    }
  })
}
