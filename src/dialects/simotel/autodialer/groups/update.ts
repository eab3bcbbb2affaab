import { phonesOf } from '../../../../core/entry/entry-list.ts'
import { listPhones } from '../../../../core/group/list-phones.ts'
import { updateGroup } from '../../../../core/group/update-group.ts'
import { decode, optional } from '../../../fields.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'
import { groupFields, updatedGroup } from './group.wire.ts'

/** Changes a group: what is absent stays, given numbers replace the whole list (seed 000). */
export const groupsUpdate = operation({
  name: 'autodialer/groups/update',
  page: '5-Autodialer_API/3-group/4-group_edit.md',
  async handle(core, { caller, body }) {
    const id = readId(body)
    const { numbers, ...fields } = decode(body, {
      name: optional(groupFields.name),
      numbers: optional(groupFields.numbers),
      description: optional(groupFields.description),
    })
    const group = await updateGroup(core, caller, id, { ...fields, ...(numbers && { entries: numbers }) })
    return done(updatedGroup(group, numbers ? phonesOf(numbers) : await listPhones(core, caller, group)))
  },
})
