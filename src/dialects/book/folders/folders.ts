import { createFolder } from '../../../core/folder/create-folder.ts'
import { findFolderPage, foldersAtMost } from '../../../core/folder/find-folder-page.ts'
import { getFolder } from '../../../core/folder/get-folder.ts'
import { removeFolder } from '../../../core/folder/remove-folder.ts'
import { updateFolder } from '../../../core/folder/update-folder.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { optional, orNull, required } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { action, gone, made, shows } from '../action.ts'
import { folderParameter, pageParameters } from '../parameters.ts'
import { idIn, idSchema } from '../values.ts'
import { folderFields, folderFieldsOf, folderWire, readFolderName } from './folder.wire.ts'

const inPath = { id: idSchema }

/** The calls about folders. A group is moved by its own `folderId`. */
export const folderOperations = [
  action({
    does: 'GET /folders',
    summary: 'List the folders',
    needs: ['folder.find'],
    query: { parent: folderParameter, ...pageParameters(foldersAtMost) },
    answers: exactly({ folders: arrayOf(shared('folder')), next: orNull(integer) }),
    async answer(core, { caller, asked: { parent, ...part } }) {
      const { folders, next } = await findFolderPage(core, caller, parent, part)
      return shows({ folders: folders.map(folderWire), next })
    },
  }),
  action({
    does: 'POST /folders',
    summary: 'Make a folder',
    needs: ['folder.add'],
    body: { name: required(readFolderName), ...folderFields },
    status: 201,
    answers: shared('folder'),
    async answer(core, { caller, given }) {
      const folder = await createFolder(core, caller, folderFieldsOf(given))
      return made(`/folders/${folder.id}`, folderWire(folder), revisionOf(folder))
    },
  }),
  action({
    does: 'GET /folders/:id',
    summary: 'Show a folder',
    needs: ['folder.find'],
    ...{ inPath, isTagged: true },
    answers: shared('folder'),
    async answer(core, { caller, params }) {
      const folder = await getFolder(core, caller, idIn(params.id, 'folder'))
      return shows(folderWire(folder), revisionOf(folder))
    },
  }),
  action({
    does: 'PATCH /folders/:id',
    summary: 'Rename a folder, or move it with all that lies in it',
    needs: ['folder.update'],
    ...{ inPath, revises: 'folder', body: { name: optional(readFolderName), ...folderFields } },
    answers: shared('folder'),
    async answer(core, { caller, params, given }) {
      const folder = await updateFolder(core, caller, idIn(params.id, 'folder'), folderFieldsOf(given))
      return shows(folderWire(folder), revisionOf(folder))
    },
  }),
  action({
    does: 'DELETE /folders/:id',
    summary: 'Remove an empty folder',
    needs: ['folder.remove'],
    ...{ inPath, revises: 'folder', status: 204 },
    async answer(core, { caller, params }) {
      await removeFolder(core, caller, idIn(params.id, 'folder'))
      return gone
    },
  }),
]
