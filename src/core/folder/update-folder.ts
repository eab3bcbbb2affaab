import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Folder, FolderFields } from './folder.ts'
import { lockParent } from './lock-parent.ts'
import { refuseCycle } from './refuse-cycle.ts'

/**
 * Changes a folder and returns it as it is now. All that lies in it moves with it.
 *
 * @throws Refusal `not_found`; `invalid_value` of `parentId` when the parent does not exist, is this folder, or lies in
 * it.
 */
export function updateFolder(core: Core, caller: Caller, id: number, update: FolderFields): Promise<Folder> {
  mustBeAllowed(caller, 'folder.update')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    if (update.parentId !== undefined) await tx.folders.lockTree(accountId)
    const parent = await lockParent(tx, accountId, update.parentId, 'parentId')
    if (parent) await refuseCycle(tx, { accountId, id, parentId: parent.id })
    const before = mustExist(await tx.folders.lock(accountId, id), 'folder')
    const after: Folder = { ...before, ...update, updatedAt: core.clock.now() }
    await tx.folders.update(before, after)
    return {
      answer: after,
      change: {
        noun: 'folder',
        verb: 'update',
        subject: after.name,
        ...difference({ ...before }, { ...after }),
      },
    }
  })
}
