import { findFolders } from '../../../core/folder/find-folders.ts'
import { shared } from '../../schemas.ts'
import { listAnswer } from '../list-answer.ts'
import { readListQuery } from '../list-query.ts'
import { operation } from '../operation.ts'
import { folderContract, folderEntity, folderShape } from './folder.wire.ts'

/** Lists the folders of the account, on all levels. */
export const contactfoldersList = operation({
  method: 'GET',
  path: 'contactfolders',
  role: 'Contacts (read)',
  about: () => ({ summary: 'List the folders', data: shared('ContactFolder'), isList: true }),
  async answer(core, call) {
    const { page, filter, sort } = readListQuery(call.parameters, folderEntity)
    const found = await findFolders(core, call.caller, { ...(filter && { filter }), sort }, page)
    const items = found.items.map((folder) => folderShape(folder, call.base))
    return listAnswer(call, { path: 'contactfolders', contract: folderContract }, page, { ...found, items })
  },
})
