import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { ExtensionRef } from './extension.ts'

/**
 * Removes an extension.
 *
 * @throws Refusal `not_found`.
 */
export function removeExtension(core: Core, caller: Caller, ref: ExtensionRef): Promise<void> {
  return core.store.write(authorOf(caller), async (tx) => {
    const extension = mustExist(await tx.extensions.lock(caller.accountId, ref), 'extension')
    await tx.extensions.remove(extension)
    return {
      answer: undefined,
      change: { noun: 'extension', verb: 'remove', subject: extension.number, before: { ...extension }, after: null },
    }
  })
}
