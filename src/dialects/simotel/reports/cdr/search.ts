import { findCalls } from '../../../../core/ledger/find-calls.ts'
import { constant } from '../../../schemas.ts'
import { pageOfRows } from '../../about.ts'
import { found } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { readPagination } from '../../search.ts'
import { callColumns, callRow, callRowSchema, callSearchBody, readCallSearch } from '../call.wire.ts'

/** Finds calls of a range of time by caller, callee and id, the newest first unless another order is asked for. */
export const cdrSearch = operation({
  name: 'reports/cdr/search',
  page: '2-SimotelAPI/v4/13-report/4-cdr_search.md',
  alsoBy: ['PUT'],
  about: () => ({
    summary: 'Find calls',
    body: callSearchBody(false),
    data: pageOfRows(callRowSchema, { target: constant('cdr'), useGroupBy: constant(false) }),
  }),
  async handle(core, { caller, body, settings }) {
    const match = readCallSearch(body, settings.timeZone, false)
    const { request, sort, sorting } = readPagination(body, callColumns, { starttime: -1 })
    const { items, total } = await findCalls(core, caller, { ...match, sort }, request)
    const data = items.map((call) => callRow(call, settings.timeZone))
    const { start, count } = request
    return found({ pagination: { start, count, sorting, total }, target: 'cdr', useGroupBy: false, data })
  },
})
