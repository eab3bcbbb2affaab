import { removeFolder } from '../../../core/folder/remove-folder.ts'
import { pathId } from '../ids.ts'
import { operation } from '../operation.ts'

/** Removes an empty folder. */
export const contactfoldersRemove = operation({
  method: 'DELETE',
  path: 'contactfolders/{Id}',
  role: 'Contacts (write)',
  async answer(core, call) {
    await removeFolder(core, call.caller, pathId(call, 'Id'))
    return { data: true }
  },
})
