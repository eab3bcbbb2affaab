import { restoreFromTrash } from '../../../core/undo/find-trash.ts'
import { exactly, shared } from '../../schemas.ts'
import { changeWire } from '../changes/change.wire.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'
import { idIn, idSchema } from '../values.ts'

/** Brings back what was removed, by the number of its removal. */
export const trashRestore = operation({
  method: 'POST',
  path: '/trash/:number/restore',
  needs: ['change.find', 'change.undo'],
  about: () => ({
    summary: 'Bring back what was removed',
    inPath: { number: idSchema },
    status: 200,
    answer: exactly({ removal: shared('change') }),
  }),
  async answer(core, { caller, query, params }) {
    new Query(query, [])
    const removal = await restoreFromTrash(core, caller, `#${idIn(params.number, 'removal')}`)
    return { status: 200, body: { removal: changeWire(removal) } }
  },
})
