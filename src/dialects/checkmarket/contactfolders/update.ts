import { updateFolder } from '../../../core/folder/update-folder.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { shared } from '../../schemas.ts'
import { pathId } from '../ids.ts'
import { operation } from '../operation.ts'
import { folderBody, folderBodySchema, readFolder, simpleFolderShape } from './folder.wire.ts'

/** Renames a folder, or moves it with all that is in it. */
export const contactfoldersUpdate = operation({
  method: 'PUT',
  path: 'contactfolders/{Id}',
  role: 'Contacts (write)',
  revises: 'folder',
  body: folderBody,
  about: () => ({ summary: 'Rename or move a folder', body: folderBodySchema, data: shared('SimpleContactFolder') }),
  async answer(core, call) {
    const folder = await updateFolder(core, call.caller, pathId(call, 'Id'), readFolder(call.body))
    return { data: simpleFolderShape(folder), revision: revisionOf(folder) }
  },
})
