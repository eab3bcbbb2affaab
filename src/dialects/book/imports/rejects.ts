import { findRejects, getPreview } from '../../../core/preview/get-preview.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'
import { rejectWire } from './preview.wire.ts'
import { readId } from './read-id.ts'

/** All lines of a file that were not taken, a page at a time. `next` is the `after` of the next page. */
export const importsRejects = operation({
  method: 'GET',
  path: '/imports/:id/rejects',
  needs: ['upload.add'],
  async answer(core, { caller, params, query }) {
    const asked = new Query(query, ['after', 'limit'])
    const after = asked.count('after', { least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: 0 })
    const limit = asked.count('limit', { least: 1, most: 1000, otherwise: 100 })
    const preview = await getPreview(core, caller, readId(params.id))
    const found = await findRejects(core, caller, preview, { after, limit: limit + 1 })
    const rejects = found.slice(0, limit)
    return {
      status: 200,
      body: { rejects: rejects.map(rejectWire), next: found.length > limit ? (rejects.at(-1)?.line ?? null) : null },
    }
  },
})
