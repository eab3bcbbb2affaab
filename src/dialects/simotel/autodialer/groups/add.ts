import { createGroup } from '../../../../core/group/create-group.ts'
import { decode, optional, required, schemaOfFields } from '../../../fields.ts'
import { newId } from '../../about.ts'
import { done } from '../../envelope.ts'
import { listOperation } from '../../operation.ts'
import { groupFields } from './group.wire.ts'
import { numbersBody } from './numbers-body.ts'

const members = {
  name: required(groupFields.name),
  numbers: optional(groupFields.numbers),
  description: optional(groupFields.description),
  filename: optional(groupFields.filename),
}

/** Reads the fields and the list of a new group. */
export const newGroupReader = numbersBody(
  { module: 'simotel/autodialer/groups/add', name: 'newGroupReader' },
  false,
  (body) => {
    const { numbers, ...fields } = decode(body, members)
    return { fields, entries: numbers }
  },
)

/** Makes a group of given numbers, of the numbers of an uploaded file, or of both: the given numbers come first. */
export const groupsAdd = listOperation({
  name: 'autodialer/groups/add',
  page: '5-Autodialer_API/3-group/2-group_add.md',
  reader: newGroupReader,
  about: () => ({ summary: 'Make a group', body: schemaOfFields(members), data: newId }),
  async handle(core, { caller, body: { fields, entries } }) {
    const { filename, ...rest } = fields
    const group = await createGroup(core, caller, {
      ...rest,
      ...(entries && { entries }),
      ...(filename && { upload: filename }),
    })
    return done({ _id: group.hexId })
  },
})
