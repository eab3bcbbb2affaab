import { findCalls } from '../../../../core/ledger/find-calls.ts'
import { pageOfRows } from '../../about.ts'
import { done } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { pageOf, readPagination } from '../../search.ts'
import { callColumns, callRow, callRowSchema, callSearchBody, readCallSearch } from '../call.wire.ts'

/** Finds calls as `reports/cdr/search` does. A search for one `cuid` needs no range of time. */
export const quickSearch = operation({
  name: 'reports/quick/search',
  page: '2-SimotelAPI/v4/13-report/1-quick_search.md',
  alsoBy: ['PUT'],
  about: () => ({
    summary: 'Find calls, or one by its cuid',
    body: callSearchBody(true),
    data: pageOfRows(callRowSchema),
  }),
  async handle(core, { caller, body, settings }) {
    const match = readCallSearch(body, settings.timeZone, true)
    const page = readPagination(body, callColumns, { starttime: -1 })
    const { items, total } = await findCalls(core, caller, { ...match, sort: page.sort }, page.request)
    const rows = items.map((call) => callRow(call, settings.timeZone))
    return done(pageOf(page, total, rows))
  },
})
