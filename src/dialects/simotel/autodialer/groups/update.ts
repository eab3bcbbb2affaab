import { listPhones, phonesInParts } from '../../../../core/group/list-phones.ts'
import { updateGroup } from '../../../../core/group/update-group.ts'
import { phonesOf } from '../../../../core/list/entry-list.ts'
import type { RawBody } from '../../../body-job.ts'
import { decode, optional } from '../../../fields.ts'
import { LongArray, streamedJson } from '../../../streamed-json.ts'
import { parseBody } from '../../body.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { listOperation } from '../../operation.ts'
import { groupFields, updatedGroup } from './group.wire.ts'

/** Numbers that are answered at once; more of them are answered in parts. */
const answeredAtOnce = 16_000

/** What a body wants of which group. */
export function readUpdate({ bytes }: RawBody) {
  const body = parseBody(bytes)
  const ref = readId(body)
  const { numbers, ...fields } = decode(body, {
    name: optional(groupFields.name),
    numbers: optional(groupFields.numbers),
    description: optional(groupFields.description),
  })
  return { ref, fields, entries: numbers }
}

/** Changes a group: what is absent stays, given numbers replace the whole list (docs/wire/simotel.md §2). */
export const groupsUpdate = listOperation({
  name: 'autodialer/groups/update',
  page: '5-Autodialer_API/3-group/4-group_edit.md',
  reader: { module: 'simotel/autodialer/groups/update', name: 'readUpdate', read: readUpdate },
  async handle(core, { caller, body: { ref, fields, entries } }) {
    const group = await updateGroup(core, caller, ref, { ...fields, ...(entries && { entries }) })
    if (group.count <= answeredAtOnce) {
      return done(updatedGroup(group, entries ? phonesOf(entries) : await listPhones(core, caller, group)))
    }
    return streamedJson(done(updatedGroup(group, new LongArray(phonesInParts(core, caller, group)))))
  },
})
