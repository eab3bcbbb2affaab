import { findTrash, trashNouns } from '../../../core/undo/find-trash.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { changeWire } from '../changes/change.wire.ts'
import { operation } from '../operation.ts'
import { countSchema, Query } from '../query.ts'

const limits = {
  limit: { least: 1, most: 1000, otherwise: 100 },
} as const

const parameters = {
  noun: { type: 'string', enum: trashNouns },
  before: { type: 'integer', minimum: 1 },
  limit: countSchema(limits.limit),
}

/** The removals of things that can come back, the newest first. */
export const trashList = operation({
  method: 'GET',
  path: '/trash',
  needs: ['change.find'],
  about: () => ({
    summary: 'List what was removed and can come back',
    query: parameters,
    status: 200,
    answer: exactly({ removals: arrayOf(shared('change')), next: orNull(integer) }),
  }),
  async answer(core, { caller, query }) {
    const asked = new Query(query, Object.keys(parameters))
    const before = asked.idOrNone('before')
    const { removals, next } = await findTrash(core, caller, {
      ...(asked.text('noun') !== undefined && { noun: asked.word('noun', trashNouns, 'group') }),
      ...(before !== undefined && { before }),
      limit: asked.count('limit', limits.limit),
    })
    return { status: 200, body: { removals: removals.map(changeWire), next } }
  },
})
