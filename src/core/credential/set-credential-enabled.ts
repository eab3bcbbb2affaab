import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { Credential } from './credential.ts'
import { findCredential } from './find-credentials.ts'
import { snapshotCredential } from './snapshot-credential.ts'

/**
 * Lets a credential sign in, or keeps it out from the next request on.
 *
 * @throws Refusal `not_found`.
 */
export async function setCredentialEnabled(core: Core, id: number, enabled: boolean): Promise<Credential> {
  const { accountId } = await findCredential(core, id)
  return core.store.write(operatorOf(accountId), async (tx) => {
    const before = mustExist(await tx.credentials.lock(id), `credential as ${id}`)
    const after = { ...before, enabled }
    await tx.credentials.setEnabled(id, enabled)
    return {
      answer: after,
      change: {
        noun: 'credential',
        verb: enabled ? 'enable' : 'disable',
        subject: String(id),
        before: snapshotCredential(before),
        after: snapshotCredential(after),
      },
    }
  })
}
