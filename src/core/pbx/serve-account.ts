import type { Account } from '../account/account.ts'
import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'

/**
 * Makes an account the one whose extensions the PBX has, from its next look into the book on. One PBX serves one account,
 * so that an extension's number is its name there; the phones of the account before have to go.
 */
export async function serveAccount(core: Core, account: Pick<Account, 'id' | 'name'>): Promise<void> {
  if ((await core.store.pbxAccount.get()) === account.id) return
  await core.store.write(operatorOf(null), async (tx) => {
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
