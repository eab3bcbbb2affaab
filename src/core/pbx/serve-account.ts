import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'

/**
 * Makes an account the one whose extensions the PBX has, from its next look into the book on. One PBX serves one account,
 * so that an extension's number is its name there.
 *
 * @throws Refusal `not_found`.
 */
export function serveAccount(core: Core, name: string): Promise<void> {
  return core.store.write(operatorOf(null), async (tx) => {
    const account = mustExist(await tx.accounts.byName(name), `account as '${name}'`)
    const before = await tx.pbxAccount.get()
    await tx.pbxAccount.set(account.id)
    return {
      answer: undefined,
      change: {
        noun: 'pbx',
        verb: 'update',
        subject: name,
        before: before === undefined ? null : { servedAccountId: before },
        after: { servedAccountId: account.id },
      },
    }
  })
}
