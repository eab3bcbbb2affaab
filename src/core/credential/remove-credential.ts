import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { findCredential } from './find-credentials.ts'
import { snapshotCredential } from './snapshot-credential.ts'

/**
 * Removes a credential. Its changes keep its number.
 *
 * @throws Refusal `not_found`.
 */
export async function removeCredential(core: Core, id: number): Promise<void> {
  const { accountId } = await findCredential(core, id)
  return core.store.write(operatorOf(accountId), async (tx) => {
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
