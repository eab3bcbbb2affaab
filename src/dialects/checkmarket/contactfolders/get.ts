import { getFolder } from '../../../core/folder/get-folder.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { shared } from '../../schemas.ts'
import { pathId } from '../ids.ts'
import { operation } from '../operation.ts'
import { folderShape } from './folder.wire.ts'

/** Shows one folder with its counts. */
export const contactfoldersGet = operation({
  method: 'GET',
  path: 'contactfolders/{Id}',
  role: 'Contacts (read)',
  about: () => ({ summary: 'Show a folder', data: shared('ContactFolder') }),
  async answer(core, call) {
    const folder = await getFolder(core, call.caller, pathId(call, 'Id'))
    return { data: folderShape(folder, call.base), revision: revisionOf(folder) }
  },
})
