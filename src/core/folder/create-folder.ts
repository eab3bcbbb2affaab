import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Folder, FolderFields } from './folder.ts'
import { lockParent } from './lock-parent.ts'

/** A folder to be made. */
export interface NewFolder extends FolderFields {
  readonly name: string
}

/**
 * Makes a folder. Names need not be unique.
 *
 * @throws Refusal `invalid_value` of `parentId` when there is no such folder.
 */
export function createFolder(core: Core, caller: Caller, wanted: NewFolder): Promise<Folder> {
  mustBeAllowed(caller, 'folder.add')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    await tx.folders.lockTree(accountId)
    const parent = await lockParent(tx, accountId, wanted.parentId, 'parentId')
    const now = core.clock.now()
    const folder: Folder = {
      accountId,
      id: await tx.allocate(accountId, 'folder', 1),
      name: wanted.name,
      description: wanted.description ?? null,
      parentId: parent?.id ?? null,
      folderCount: 0,
      groupCount: 0,
      contactCount: 0,
      createdAt: now,
      updatedAt: now,
    }
    await tx.folders.insert(folder)
    return {
      answer: folder,
      change: { noun: 'folder', verb: 'add', subject: folder.name, before: null, after: { ...folder } },
    }
  })
}
