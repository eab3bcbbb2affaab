import { createGroup } from '../../../core/group/create-group.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { decode, optional, required } from '../../fields.ts'
import { shared } from '../../schemas.ts'
import { bodyOf } from '../body.ts'
import { listBody } from '../list-body.ts'
import { base, operation } from '../operation.ts'
import { Query } from '../query.ts'
import { readNumbers } from '../values.ts'
import { refusePast } from './deletion.ts'
import { fieldsOf, groupFields, groupWire, readName } from './group.wire.ts'

const fields = { name: required(readName), ...groupFields, numbers: optional(readNumbers('numbers')) }

/** Reads a new group with its numbers, however many they are. A list is called `entries`, so that it finds its way between threads. */
export const newGroupReader = listBody(
  { module: 'book/groups/create', name: 'newGroupReader' },
  {
    ...{ member: 'numbers', kept: ['columns'], known: Object.keys(fields) },
    read(body) {
      const { numbers, ...given } = decode(body, fields)
      return { ...fieldsOf(given), ...(numbers && { entries: numbers }) }
    },
  },
)

/** Makes a group. Names need not be unique. */
export const groupsCreate = operation({
  method: 'POST',
  path: '/groups',
  needs: ['group.add'],
  reader: newGroupReader,
  about: () => ({ summary: 'Make a group', body: bodyOf(fields), status: 201, answer: shared('group') }),
  async answer(core, { caller, query, read }) {
    new Query(query, [])
    const given = await read(newGroupReader)
    refusePast(core, given.plannedDeletionAt)
    const group = await createGroup(core, caller, given)
    return {
      ...{ status: 201, location: `${base}/groups/${group.id}` },
      ...{ body: groupWire(group), revision: revisionOf(group) },
    }
  },
})
