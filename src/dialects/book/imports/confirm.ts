import { confirmPreview } from '../../../core/preview/confirm-preview.ts'
import { decode, oneOf, optional, schemaOfFields } from '../../fields.ts'
import { shared } from '../../schemas.ts'
import { objectOf } from '../body.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'
import { previewWire } from './preview.wire.ts'
import { readId } from './read-id.ts'

const fields = { bad: optional(oneOf('refuse', 'skip')) }

/** Does an import, as one change. Confirmed again it answers as before, and does nothing. */
export const importsConfirm = operation({
  method: 'POST',
  path: '/imports/:id/confirm',
  needs: ['upload.add'],
  about: () => ({
    summary: 'Do an import, as one change',
    body: { ...schemaOfFields(fields), additionalProperties: false },
    status: 200,
    answer: shared('import'),
  }),
  async answer(core, { caller, params, query, raw }) {
    new Query(query, [])
    const { bad = 'refuse' } = decode(objectOf(raw, Object.keys(fields)), fields)
    const preview = await confirmPreview(core, caller, readId(params.id), bad)
    return { status: 200, body: await previewWire(core, caller, preview) }
  },
})
