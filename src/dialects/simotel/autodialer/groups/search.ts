import { findBriefGroups } from '../../../../core/group/find-brief-groups.ts'
import { findGroups } from '../../../../core/group/find-groups.ts'
import { exactly } from '../../../schemas.ts'
import { pageOfRows } from '../../about.ts'
import { found, revisionsHeader, withRevisions } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { pageOf, paginationSchema, readConditions, readPagination, searchBody } from '../../search.ts'
import { groupColumns, groupRow, shownGroup } from './group.wire.ts'

const names = ['name', 'description'] as const

/** Finds groups by name and description, the last updated first unless another order is asked for. */
export const groupsSearch = operation({
  name: 'autodialer/groups/search',
  page: '5-Autodialer_API/3-group/3-group_search.md',
  about: () => ({
    summary: 'Find groups',
    body: searchBody(names, { pagination: paginationSchema(groupColumns) }),
    data: pageOfRows(exactly(shownGroup)),
  }),
  async handle(core, { caller, body, settings, headers }) {
    const conditions = readConditions(body, names)
    const page = readPagination(body, groupColumns, { date: -1 })
    const query = { ...conditions, sort: page.sort }
    // A brief group has less than its revision follows from.
    const find = headers[revisionsHeader.toLowerCase()] === undefined ? findBriefGroups : findGroups
    const { items, total } = await find(core, caller, query, page.request)
    const rows = items.map((group) => groupRow(group, settings.timeZone))
    return withRevisions({ headers }, items, found(pageOf(page, total, rows)))
  },
})
