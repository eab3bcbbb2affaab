import { authorOf } from '../author.ts'
import type { AnyCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { lookUpCredential } from './look-up-credential.ts'
import { snapshotCredential } from './snapshot-credential.ts'

/**
 * Removes a credential. The changes that it made keep its number.
 *
 * @throws Refusal `not_found`.
 */
export async function removeCredential(core: Core, caller: AnyCaller, id: number): Promise<void> {
  mustBeAllowed(caller, 'credential.remove')
  const { accountId } = await lookUpCredential(core, caller, id)
  return core.store.write(authorOf(caller, accountId), async (tx) => {
    const credential = mustExist(await tx.credentials.lock(id), `credential as ${id}`)
    await tx.credentials.remove(id)
    return {
      answer: undefined,
      change: {
        noun: 'credential',
        verb: 'remove',
        subject: String(id),
        before: snapshotCredential(credential),
        after: null,
      },
    }
  })
}
