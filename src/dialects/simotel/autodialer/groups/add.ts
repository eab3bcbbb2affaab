import { createGroup } from '../../../../core/group/create-group.ts'
import { decode, optional, required } from '../../../fields.ts'
import { done } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { groupFields } from './group.wire.ts'

/** Makes a group of given numbers, of the numbers of an uploaded file, or of both: the given ones come first. */
export const groupsAdd = operation({
  name: 'autodialer/groups/add',
  page: '5-Autodialer_API/3-group/2-group_add.md',
  async handle(core, { caller, body }) {
    const { name, numbers, description, filename } = decode(body, {
      name: required(groupFields.name),
      numbers: optional(groupFields.numbers),
      description: optional(groupFields.description),
      filename: optional(groupFields.filename),
    })
    const group = await createGroup(core, caller, {
      name,
      ...(numbers && { entries: numbers }),
      ...(description !== undefined && { description }),
      ...(filename && { upload: filename }),
    })
    return done({ _id: group.hexId })
  },
})
