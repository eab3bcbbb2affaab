import { findCalls } from '../../../../core/ledger/find-calls.ts'
import { decode, required, schemaOfFields, text } from '../../../fields.ts'
import { arrayOf } from '../../../schemas.ts'
import { done } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { callRow, callRowSchema } from '../call.wire.ts'

const fields = { cuid: required(text({ min: 1, max: 255 })) }

/** The call with a `cuid`, as a list of one; an empty list where there is none. */
export const quickInfo = operation({
  name: 'reports/quick/info',
  page: '2-SimotelAPI/v4/13-report/2-quick_info.md',
  alsoBy: ['PUT'],
  about: () => ({ summary: 'Show a call by its cuid', body: schemaOfFields(fields), data: arrayOf(callRowSchema) }),
  async handle(core, { caller, body, settings }) {
    const { cuid } = decode(body, fields)
    const match = { callId: { text: cuid, alike: false }, sort: { by: 'id', descending: false } } as const
    const { items } = await findCalls(core, caller, match, { start: 0, count: 1 })
    return done(items.map((call) => callRow(call, settings.timeZone)))
  },
})
