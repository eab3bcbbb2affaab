import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/**
 * Removes an empty folder.
 *
 * @throws Refusal `not_found`, or `not_empty` when a group or a folder lies in it.
 */
export function removeFolder(core: Core, caller: Caller, id: number): Promise<void> {
  mustBeAllowed(caller, 'folder.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    await tx.folders.lockTree(caller.accountId)
    const folder = mustExist(await tx.folders.lock(caller.accountId, id), 'folder')
    if (folder.folderCount + folder.groupCount > 0) {
      throw new Refusal('not_empty', `it holds ${folder.groupCount} groups and ${folder.folderCount} folders`)
    }
    await tx.folders.remove(folder)
    return {
      answer: undefined,
      change: { noun: 'folder', verb: 'remove', subject: folder.name, before: { ...folder }, after: null },
    }
  })
}
