import { findTargetsAfter } from '../../../../../core/campaign/find-targets.ts'
import { Refusal } from '../../../../../core/errors.ts'
import { clearable, decode, optional, schemaOfFields, text } from '../../../../fields.ts'
import { arrayOf, exactly, string } from '../../../../schemas.ts'
import { done } from '../../../envelope.ts'
import { numberInId } from '../../../ids.ts'
import { operation } from '../../../operation.ts'
import { reportRowSchema, targetIdOf } from '../report.wire.ts'
import { reportRows } from '../rows.ts'

/** The rows in one answer, as the vendor documents it. */
const rowsAtOnce = 20

const fields = { _id: optional(clearable(text({ max: 100 }), '')) }

/** The reports behind one, in the order in which the numbers were come to: from the beginning without an `_id`. */
export const autodialerReportsOrderedId = operation({
  name: 'autodialer/reports/ordered/id',
  page: '5-Autodialer_API/7-report/2-report_search_ordered.md',
  alsoBy: ['GET', 'PUT'],
  about: () => ({
    summary: 'Show the reports behind one',
    body: schemaOfFields(fields),
    data: exactly({ last_id: string, data: arrayOf(reportRowSchema) }),
  }),
  async handle(core, { caller, body, settings }) {
    const { _id = '' } = decode(body, fields)
    const after = _id === '' ? 0 : numberInId(_id)
    if (after === undefined) throw new Refusal('not_found', '_id must be one of a report, as this answers it')
    const targets = await findTargetsAfter(core, caller, {}, { after, limit: rowsAtOnce })
    const last = targets.at(-1)
    const data = await reportRows(core, caller, targets, settings.timeZone)
    return done({ last_id: last ? targetIdOf(last) : _id, data })
  },
})
