import { removeEntry } from '../../../../core/entry/remove-entry.ts'
import { operation } from '../../operation.ts'
import { Query } from '../../query.ts'
import { idIn, idSchema } from '../../values.ts'

/** Removes an entry from its group. */
export const entriesRemove = operation({
  method: 'DELETE',
  path: '/entries/:id',
  needs: ['entry.remove'],
  revises: 'group',
  about: () => ({ summary: 'Remove an entry', inPath: { id: idSchema }, status: 204 }),
  async answer(core, { caller, query, params }) {
    new Query(query, [])
    await removeEntry(core, caller, idIn(params.id, 'entry'))
    return { status: 204 }
  },
})
