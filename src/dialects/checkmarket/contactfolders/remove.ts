import { removeFolder } from '../../../core/folder/remove-folder.ts'
import { boolean } from '../../schemas.ts'
import { pathId } from '../ids.ts'
import { operation } from '../operation.ts'

/** Removes an empty folder. */
export const contactfoldersRemove = operation({
  method: 'DELETE',
  path: 'contactfolders/{Id}',
  role: 'Contacts (write)',
  revises: 'folder',
  about: () => ({ summary: 'Remove an empty folder', data: boolean }),
  async answer(core, call) {
    await removeFolder(core, call.caller, pathId(call, 'Id'))
    return { data: true }
  },
})
