import { findRejects, getPreview } from '../../../core/preview/get-preview.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { countSchema, Query } from '../query.ts'
import { rejectWire } from './preview.wire.ts'
import { readId } from './read-id.ts'

const limits = {
  after: { least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: 0 },
  limit: { least: 1, most: 1000, otherwise: 100 },
} as const

const parameters = { after: countSchema(limits.after), limit: countSchema(limits.limit) }

/** All lines of a file that were not taken, a page at a time. `next` is the `after` of the next page. */
export const importsRejects = operation({
  method: 'GET',
  path: '/imports/:id/rejects',
  needs: ['upload.add'],
  about: () => ({
    summary: 'List the lines of an import that were not taken',
    query: parameters,
    status: 200,
    answer: exactly({ rejects: arrayOf(shared('reject')), next: orNull(integer) }),
  }),
  async answer(core, { caller, params, query }) {
    const asked = new Query(query, Object.keys(parameters))
    const after = asked.count('after', limits.after)
    const limit = asked.count('limit', limits.limit)
    const preview = await getPreview(core, caller, readId(params.id))
    const found = await findRejects(core, caller, preview, { after, limit: limit + 1 })
    const rejects = found.slice(0, limit)
    return {
      status: 200,
      body: { rejects: rejects.map(rejectWire), next: found.length > limit ? (rejects.at(-1)?.line ?? null) : null },
    }
  },
})
