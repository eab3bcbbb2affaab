import { removeGroup } from '../../../core/group/remove-group.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'
import { groupIdSchema, groupIn } from '../values.ts'

/** Removes a group. Its contacts stay, and it is in the trash. */
export const groupsRemove = operation({
  method: 'DELETE',
  path: '/groups/:id',
  needs: ['group.remove'],
  revises: 'group',
  about: () => ({ summary: 'Remove a group', inPath: { id: groupIdSchema }, status: 204 }),
  async answer(core, { caller, query, params }) {
    new Query(query, [])
    await removeGroup(core, caller, groupIn(params.id))
    return { status: 204 }
  },
})
