import { createGroup } from '../../../core/group/create-group.ts'
import { integer } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { groupBody, groupBodySchema, readGroup } from './group.wire.ts'

/** Makes a group and answers its id. */
export const contactgroupsCreate = operation({
  method: 'POST',
  path: 'contactgroups',
  role: 'Contacts (write)',
  body: groupBody,
  about: () => ({ summary: 'Make a group', body: groupBodySchema, data: integer }),
  async answer(core, { caller, body }) {
    const group = await createGroup(core, caller, readGroup(body))
    return { data: group.id }
  },
})
