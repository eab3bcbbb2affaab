import { createFolder } from '../../../core/folder/create-folder.ts'
import { folderTexts } from '../../../core/folder/folder.ts'
import { getFolder } from '../../../core/folder/get-folder.ts'
import { removeFolder } from '../../../core/folder/remove-folder.ts'
import { updateFolder } from '../../../core/folder/update-folder.ts'
import { findNamedGroup } from '../../../core/group/find-named-group.ts'
import { updateGroup } from '../../../core/group/update-group.ts'
import { atField, neededText, textOf } from '../../form.ts'
import { withToast } from '../../toast.ts'
import type { Fields, Route } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { folderPage } from './folder.ts'
import { foldersPage } from './folders.ts'

/** Makes a folder at the root. */
export const createFolderAction: Route = {
  method: 'POST',
  path: '/folders',
  formOn: foldersPage,
  async answer(view) {
    const { id } = await createFolder(view.core, view.caller, textsIn(view.form))
    return { goTo: await withToast(view, `/book/folders/${id}`) }
  },
}

/** Makes a folder in another one. */
export const createInnerFolderAction: Route = {
  method: 'POST',
  path: '/folders/:id/folders',
  formOn: folderPage,
  async answer(view) {
    const { core, caller, form, parameters } = view
    const parent = await getFolder(core, caller, wholeIn(parameters.id))
    const { id } = await createFolder(core, caller, { ...textsIn(form), parentId: parent.id })
    return { goTo: await withToast(view, `/book/folders/${id}`) }
  },
}

/** Renames a folder, and moves it where the form says into which one. */
export const updateFolderAction: Route = {
  method: 'POST',
  path: '/folders/:id',
  formOn: folderPage,
  async answer(view) {
    const { core, caller, form, parameters } = view
    const id = wholeIn(parameters.id)
    await updateFolder(core, caller, id, { ...textsIn(form), ...folderIn(form, 'parentId') })
    return { goTo: await withToast(view, `/book/folders/${id}`) }
  },
}

/** Removes an empty folder. */
export const removeFolderAction: Route = {
  method: 'POST',
  path: '/folders/:id/remove',
  async answer(view) {
    await removeFolder(view.core, view.caller, wholeIn(view.parameters.id))
    return { goTo: await withToast(view, '/book/folders') }
  },
}

/** Moves a group into a folder. */
export const moveGroupAction: Route = {
  method: 'POST',
  path: '/folders/:id/groups',
  formOn: folderPage,
  async answer(view) {
    const { core, caller, form, parameters } = view
    const folder = await getFolder(core, caller, wholeIn(parameters.id))
    const named = neededText(form, 'group', 255)
    const group = await atField('group', () => findNamedGroup(core, caller, named))
    await updateGroup(core, caller, { id: group.id }, { folderId: folder.id })
    return { goTo: await withToast(view, `/book/folders/${folder.id}`) }
  },
}

/** The folder that a form chooses: null for the root, nothing where the form has no such choice. */
export function folderIn<Field extends string>(form: Fields, field: Field): { readonly [F in Field]?: number | null } {
  const text = form.get(field)
  if (text === null) return {}
  return { [field]: text === '' ? null : wholeIn(text) } as { readonly [F in Field]?: number | null }
}

function textsIn(form: Fields) {
  const description = textOf(form, 'description', folderTexts.description)
  return { name: neededText(form, 'name', folderTexts.name), description }
}
