import { maskSecrets } from '../../../core/change/mask-secrets.ts'
import { undoChange } from '../../../core/undo/undo-change.ts'
import { arrayOf, exactly, integer } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'
import { idIn, idSchema } from '../values.ts'
import { draftSchema, draftWire } from './change.wire.ts'

/** Puts back what a change replaced, as a change of its own. */
export const changesUndo = operation({
  method: 'POST',
  path: '/changes/:number/undo',
  needs: ['change.undo'],
  about: () => ({
    summary: 'Undo a change',
    inPath: { number: idSchema },
    status: 200,
    answer: exactly({ undone: arrayOf(integer), change: draftSchema }),
  }),
  async answer(core, { caller, query, params }) {
    new Query(query, [])
    const number = idIn(params.number, 'change')
    const done = await undoChange(core, caller, number)
    return { status: 200, body: { undone: [number], change: draftWire(maskSecrets(done)) } }
  },
})
