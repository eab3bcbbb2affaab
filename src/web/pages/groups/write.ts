import { Refusal } from '../../../core/errors.ts'
import { createGroup } from '../../../core/group/create-group.ts'
import { removeGroup } from '../../../core/group/remove-group.ts'
import { updateGroup } from '../../../core/group/update-group.ts'
import { enteredTime } from '../../entered-time.ts'
import { textOf } from '../../form.ts'
import { withToast } from '../../toast.ts'
import type { Fields, Route } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { folderIn } from '../folders/write.ts'
import { groupPage } from './group.ts'
import { groupsPage } from './groups.ts'

const letters = ['a', 'b', 'c', 'd', 'e'] as const

/** The longest name of a group, and the longest text beside it. */
const longest = { name: 255, text: 1000 } as const

/** Makes a group, and opens it. */
export const createGroupAction: Route = {
  method: 'POST',
  path: '/groups',
  formOn: groupsPage,
  async answer(view) {
    const { name, description } = fieldsOf(view.form)
    const { id } = await createGroup(view.core, view.caller, { name, description })
    return { goTo: await withToast(view, `/book/groups/${id}`) }
  },
}

/** Changes the name, the description and the titles of the columns. */
export const updateGroupAction: Route = {
  method: 'POST',
  path: '/groups/:id',
  formOn: groupPage,
  async answer(view) {
    const id = wholeIn(view.parameters.id)
    const { form, zone } = view
    const removed = (form.get('plannedDeletionAt') ?? '').trim()
    const planned = form.has('plannedDeletionAt') && {
      plannedDeletionAt: removed === '' ? null : enteredTime(removed, 'plannedDeletionAt', zone),
    }
    await updateGroup(view.core, view.caller, { id }, { ...fieldsOf(form), ...folderIn(form, 'folderId'), ...planned })
    return { goTo: await withToast(view, `/book/groups/${id}`) }
  },
}

/** Removes a group. */
export const removeGroupAction: Route = {
  method: 'POST',
  path: '/groups/:id/remove',
  async answer(view) {
    await removeGroup(view.core, view.caller, { id: wholeIn(view.parameters.id) })
    return { goTo: await withToast(view, '/book/groups') }
  },
}

function fieldsOf(form: Fields) {
  const name = textOf(form, 'name', longest.name)
  if (name === null) throw new Refusal('missing_value', 'a group needs a name', 'name')
  const titles = letters.filter((each) => form.has(each)).map((each) => [each, textOf(form, each, longest.text)])
  return { name, description: textOf(form, 'description', longest.text), columns: Object.fromEntries(titles) }
}
