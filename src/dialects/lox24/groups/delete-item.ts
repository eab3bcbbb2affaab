import { removeGroup } from '../../../core/group/remove-group.ts'
import { readId } from '../ids.ts'
import { operation } from '../operation.ts'

/** Removes a group with its phones, at once. */
export const groupsDeleteItem = operation({
  name: 'api_groups_delete_item',
  method: 'DELETE',
  url: '/groups/:id',
  revises: 'group',
  about: () => ({ summary: 'Remove a group with its phones', answer: { kind: 'nothing' } }),
  async answer(core, { caller, params }) {
    await removeGroup(core, caller, { id: readId(params.id) })
    return { kind: 'nothing' }
  },
})
