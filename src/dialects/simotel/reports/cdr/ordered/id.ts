import { Refusal } from '../../../../../core/errors.ts'
import { findEndedCalls } from '../../../../../core/ledger/find-calls.ts'
import { clearable, decode, optional, schemaOfFields, text } from '../../../../fields.ts'
import { arrayOf, exactly, string } from '../../../../schemas.ts'
import { done } from '../../../envelope.ts'
import { numberInId } from '../../../ids.ts'
import { operation } from '../../../operation.ts'
import { callId, callRow, callRowSchema } from '../../call.wire.ts'

/** The calls in one answer, as the vendor documents it. */
const rowsAtOnce = 20

const fields = { _id: optional(clearable(text({ max: 100 }), '')) }

/** The calls behind one, in the order in which they ended: from the beginning without an `_id`. */
export const cdrOrderedId = operation({
  name: 'reports/cdr/ordered/id',
  page: '2-SimotelAPI/v4/13-report/5-cdr_ordered_id.md',
  alsoBy: ['PUT'],
  about: () => ({
    summary: 'Show the calls behind one',
    body: schemaOfFields(fields),
    data: exactly({ last_id: string, data: arrayOf(callRowSchema) }),
  }),
  async handle(core, { caller, body, settings }) {
    const { _id = '' } = decode(body, fields)
    const after = _id === '' ? 0 : numberInId(_id)
    if (after === undefined) throw new Refusal('not_found', '_id must be one of a call, as this answers it')
    const calls = await findEndedCalls(core, caller, { after, limit: rowsAtOnce })
    const last = calls.at(-1)
    return done({
      last_id: last ? callId(last) : _id,
      data: calls.map((call) => callRow(call, settings.timeZone)),
    })
  },
})
