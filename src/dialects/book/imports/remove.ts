import { removePreview } from '../../../core/preview/remove-preview.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'
import { readId } from './read-id.ts'

/** Forgets an import. What it has changed, once it was confirmed, stays. */
export const importsRemove = operation({
  method: 'DELETE',
  path: '/imports/:id',
  needs: ['upload.add'],
  about: () => ({ summary: 'Forget an import', status: 204 }),
  async answer(core, { caller, params, query }) {
    new Query(query, [])
    await removePreview(core, caller, readId(params.id))
    return { status: 204 }
  },
})
