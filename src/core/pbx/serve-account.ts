import type { Account } from '../account/account.ts'
import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/**
 * Makes an account the one whose extensions the PBX has, from its next look into the book on. One PBX serves one
 * account, so that an extension's number is its name there. The phones of the account that it served before are
 * dropped.
 */
export async function serveAccount(
  core: Core,
  caller: ServerCaller,
  account: Pick<Account, 'id' | 'name'>,
): Promise<void> {
  mustBeAllowed(caller, 'pbx.update')
  if ((await core.store.pbxAccount.get()) === account.id) return
  await core.store.write(authorOf(caller), async (tx) => {
    const before = await tx.pbxAccount.get()
    await tx.pbxAccount.set(account.id)
    if (before !== undefined) await tx.effects.dropRegistrationsOf(before, account.id)
    return {
      answer: undefined,
      change: {
        noun: 'pbx',
        verb: 'update',
        subject: account.name,
        before: before === undefined ? null : { servedAccountId: before },
        after: { servedAccountId: account.id },
      },
    }
  })
}
