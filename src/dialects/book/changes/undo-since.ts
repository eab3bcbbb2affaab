import { changeNouns } from '../../../core/change/change.ts'
import { undoSince } from '../../../core/undo/undo-since.ts'
import { oneOf, optional, required, text } from '../../fields.ts'
import { arrayOf, exactly, integer } from '../../schemas.ts'
import { bodyOf, membersOf } from '../body.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'
import { readFlag, readThing } from '../values.ts'

const fields = {
  since: required(readThing),
  noun: required(oneOf(...changeNouns)),
  subject: required(text({ min: 1, max: 1000 })),
  force: optional(readFlag),
}

/** Undoes all changes of one thing from one on, the newest first. Where others changed it since, it is refused with their list. */
export const changesUndoSince = operation({
  method: 'POST',
  path: '/changes/undo',
  needs: ['change.undo'],
  about: () => ({
    summary: 'Undo all changes of one thing since one',
    body: bodyOf(fields),
    status: 200,
    answer: exactly({ undone: arrayOf(integer) }),
  }),
  async answer(core, { caller, query, raw }) {
    new Query(query, [])
    const { force = false, ...wanted } = membersOf(raw, fields)
    return { status: 200, body: { undone: await undoSince(core, caller, { ...wanted, force }) } }
  },
})
