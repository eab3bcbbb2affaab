import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Folder } from './folder.ts'

/**
 * The account's folder with that id.
 *
 * @throws Refusal `not_found`.
 */
export async function getFolder(core: Core, caller: Caller, id: number): Promise<Folder> {
  mustBeAllowed(caller, 'folder.find')
  return mustExist(await core.store.folders.get(caller.accountId, id), 'folder')
}
