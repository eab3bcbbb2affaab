import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { previewName } from './get-preview.ts'
import { snapshotPreview } from './snapshot-preview.ts'

/**
 * Forgets a preview. A group that it was imported into stays as it is.
 *
 * @throws Refusal `not_found`.
 */
export async function removePreview(core: Core, caller: Caller, id: string): Promise<void> {
  mustBeAllowed(caller, 'upload.add')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const preview = mustExist(await tx.previews.lock(accountId, id, core.clock.now()), previewName)
    await tx.previews.remove(preview)
    return {
      answer: undefined,
      change: { noun: 'preview', verb: 'remove', subject: id, before: snapshotPreview(preview), after: null },
    }
  })
}
