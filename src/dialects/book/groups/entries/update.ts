import { updateEntry } from '../../../../core/entry/update-entry.ts'
import { optional } from '../../../fields.ts'
import { shared } from '../../../schemas.ts'
import { bodyOf, membersOf } from '../../body.ts'
import { namingFields } from '../../naming-fields.ts'
import { operation } from '../../operation.ts'
import { Query } from '../../query.ts'
import { idIn, idSchema, readPhone } from '../../values.ts'
import { detailFields, entryWire } from './entry.wire.ts'

const fields = { number: optional(readPhone), ...detailFields }

/** Changes an entry, in whatever group it is. Its id and its place stay. */
export const entriesUpdate = operation({
  method: 'PATCH',
  path: '/entries/:id',
  needs: ['entry.update'],
  revises: 'group',
  about: () => ({
    summary: 'Change an entry',
    inPath: { id: idSchema },
    body: bodyOf(fields),
    status: 200,
    answer: shared('entry'),
  }),
  async answer(core, { caller, query, params, raw }) {
    new Query(query, [])
    const { number, ...given } = membersOf(raw, fields)
    const details = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value || null]))
    const update = { ...(number !== undefined && { phone: number }), details }
    const updated = updateEntry(core, caller, idIn(params.id, 'entry'), update)
    return { status: 200, body: entryWire(await namingFields(updated, { phone: 'number' })) }
  },
})
