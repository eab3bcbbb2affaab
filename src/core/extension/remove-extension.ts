import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Extension, ExtensionRef } from './extension.ts'
import { followExtension } from './follow-extension.ts'

/**
 * Removes an extension and returns it as it was.
 *
 * @throws Refusal `not_found`.
 */
export function removeExtension(core: Core, caller: Caller, ref: ExtensionRef): Promise<Extension> {
  mustBeAllowed(caller, 'extension.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const extension = mustExist(await tx.extensions.lock(caller.accountId, ref), 'extension')
    await tx.extensions.remove(extension)
    await followExtension(tx, extension, undefined)
    return {
      answer: extension,
      change: { noun: 'extension', verb: 'remove', subject: extension.number, before: { ...extension }, after: null },
    }
  })
}
