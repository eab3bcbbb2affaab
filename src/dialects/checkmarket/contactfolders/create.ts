import { Refusal } from '../../../core/errors.ts'
import { createFolder } from '../../../core/folder/create-folder.ts'
import { shared } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { folderResult } from '../result.ts'
import { folderBody, folderBodySchema, readFolder } from './folder.wire.ts'

/** Makes a folder. The answer tells of an unknown parent, and not its status. */
export const contactfoldersCreate = operation({
  method: 'POST',
  path: 'contactfolders',
  role: 'Contacts (write)',
  body: folderBody,
  about: () => ({ summary: 'Make a folder', body: folderBodySchema, data: shared('ContactFolderManipulationResult') }),
  async answer(core, { caller, body }) {
    try {
      return { data: folderResult(await createFolder(core, caller, readFolder(body))) }
    } catch (error) {
      if (!(error instanceof Refusal) || error.field !== 'parentId') throw error
      return { data: folderResult({ failure: 'The contact folder with the given Id does not exist.' }) }
    }
  },
})
