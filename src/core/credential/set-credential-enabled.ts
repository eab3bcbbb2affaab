import { authorOf } from '../author.ts'
import type { AnyCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Credential } from './credential.ts'
import { lookUpCredential } from './look-up-credential.ts'
import { snapshotCredential } from './snapshot-credential.ts'

/**
 * Enables or disables a credential. A disabled one signs in no more from the next request on.
 *
 * @throws Refusal `not_found`.
 */
export async function setCredentialEnabled(
  core: Core,
  caller: AnyCaller,
  id: number,
  enabled: boolean,
): Promise<Credential> {
  mustBeAllowed(caller, 'credential.update')
  const { accountId } = await lookUpCredential(core, caller, id)
  return core.store.write(authorOf(caller, accountId), async (tx) => {
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
