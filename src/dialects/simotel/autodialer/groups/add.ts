import { createGroup } from '../../../../core/group/create-group.ts'
import type { RawBody } from '../../../body-reader.ts'
import { decode, optional, required } from '../../../fields.ts'
import { parseBody } from '../../body.ts'
import { done } from '../../envelope.ts'
import { Denial } from '../../errors.ts'
import { operation } from '../../operation.ts'
import { withList } from '../../php-list.ts'
import { groupFields } from './group.wire.ts'

/** What a body wants the group to be. */
export function readNewGroup({ bytes }: RawBody) {
  const { numbers, ...fields } = decode(withList(parseBody(bytes), 'numbers', bytes), {
    name: required(groupFields.name),
    numbers: optional(groupFields.numbers),
    description: optional(groupFields.description),
    filename: optional(groupFields.filename),
  })
  return { fields, entries: numbers }
}

/** Makes a group of given numbers, of the numbers of an uploaded file, or of both: the given ones come first. */
export const groupsAdd = operation({
  name: 'autodialer/groups/add',
  page: '5-Autodialer_API/3-group/2-group_add.md',
  reader: { module: import.meta.url, name: 'readNewGroup', read: readNewGroup, denials: [Denial] },
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
