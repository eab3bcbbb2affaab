import { getPreview } from '../../../core/preview/get-preview.ts'
import { shared } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'
import { previewWire } from './preview.wire.ts'
import { readId } from './read-id.ts'

/** The preview of an import, as it was told last. */
export const importsGet = operation({
  method: 'GET',
  path: '/imports/:id',
  needs: ['upload.add'],
  about: () => ({ summary: 'Show an import', status: 200, answer: shared('import') }),
  async answer(core, { caller, params, query }) {
    new Query(query, [])
    const preview = await getPreview(core, caller, readId(params.id))
    return { status: 200, body: await previewWire(core, caller, preview) }
  },
})
