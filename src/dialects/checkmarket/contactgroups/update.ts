import { updateGroup } from '../../../core/group/update-group.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { boolean } from '../../schemas.ts'
import { pathId } from '../ids.ts'
import { operation } from '../operation.ts'
import { groupBody, groupBodySchema, readGroup } from './group.wire.ts'

/** Renames a group, describes it, or moves it to another folder (docs/wire/checkmarket.md §5.1). */
export const contactgroupsUpdate = operation({
  method: 'PUT',
  path: 'contactgroups/{GroupId}',
  role: 'Contacts (write)',
  revises: 'group',
  body: groupBody,
  about: () => ({ summary: 'Rename, describe or move a group', body: groupBodySchema, data: boolean }),
  async answer(core, call) {
    const group = await updateGroup(core, call.caller, { id: pathId(call, 'GroupId') }, readGroup(call.body))
    return { data: true, revision: revisionOf(group) }
  },
})
