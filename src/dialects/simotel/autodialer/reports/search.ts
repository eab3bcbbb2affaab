import type { Caller } from '../../../../core/caller.ts'
import { findTargets, type TargetSearch } from '../../../../core/campaign/find-targets.ts'
import { getCampaign } from '../../../../core/campaign/get-campaign.ts'
import type { Core } from '../../../../core/core.ts'
import { decode, described, InvalidValue, optional, type Reader, schemaOf } from '../../../fields.ts'
import { pageOfRows } from '../../about.ts'
import { orEmpty } from '../../empty.ts'
import { found } from '../../envelope.ts'
import { readHexId } from '../../ids.ts'
import { localTime } from '../../local-time.ts'
import { operation } from '../../operation.ts'
import { pageOf, paginationSchema, readConditions, readPagination, type SortColumns, searchBody } from '../../search.ts'
import { outcomeOf } from '../dispositions.ts'
import { reportRowSchema } from './report.wire.ts'
import { orNone, reportRows } from './rows.ts'

/** The columns by which reports can be ordered: they have one order, that in which the numbers were come to. */
const columns: SortColumns<'id'> = { _id: 'id', date: 'id' }

const names = ['disposition', 'number'] as const

const emptyOrObject: Reader<object> = described({ type: 'object' }, (value) => {
  if (typeof value === 'object' && value !== null && (!Array.isArray(value) || value.length === 0)) return value
  throw new InvalidValue('must be an object')
})

/**
 * Finds what became of the numbers of campaigns, the last one that was come to first. A disposition and a number are whole, a
 * number is found in every spelling.
 */
export const autodialerReportsSearch = operation({
  name: 'autodialer/reports/search',
  page: '5-Autodialer_API/7-report/1-report_search.md',
  alsoBy: ['PUT'],
  about: () => ({
    summary: 'Find what became of the numbers of campaigns',
    body: bodySchema(),
    data: pageOfRows(reportRowSchema),
  }),
  async handle(core, { caller, body, settings }) {
    const search = await readSearch(core, caller, body, settings.timeZone)
    const page = readPagination(body, columns, { date: -1 })
    const { items, total } = search
      ? await findTargets(core, caller, { ...search, descending: page.sort.descending }, page.request)
      : { items: [], total: 0 }
    return found(pageOf(page, total, await reportRows(core, caller, items, settings.timeZone)))
  },
})

/** The conditions of a search; undefined for those that no number fulfils. */
async function readSearch(
  core: Core,
  caller: Caller,
  body: object,
  timeZone: string,
): Promise<TargetSearch | undefined> {
  // Reads `alike` and refuses what is no text; both conditions are whole words whatever it says.
  const { disposition, number } = readConditions(body, names)
  const { conditions = {}, date_range = {} } = decode(body, {
    conditions: optional(emptyOrObject),
    date_range: optional(orEmpty(emptyOrObject, {})),
  })
  const { campaign_id = '' } = decode(conditions, { campaign_id: optional(orEmpty(described({}, readHexId), '')) })
  const time = optional(orEmpty(localTime(timeZone), null))
  const { from = null, to = null } = decode(date_range, { from: time, to: time })
  const outcome = disposition && outcomeOf(disposition.text)
  if (disposition && !outcome) return undefined
  const campaign = campaign_id === '' ? undefined : await orNone(getCampaign(core, caller, { hexId: campaign_id }))
  if (campaign_id !== '' && !campaign) return undefined
  return {
    ...(campaign && { campaignId: campaign.id }),
    ...(outcome && { outcome }),
    ...(number && { number: number.text }),
    ...(from !== null && { since: from }),
    // A range names minutes, and the last one belongs to it.
    ...(to !== null && { until: to + 60_000 }),
  }
}

function bodySchema() {
  const time = { anyOf: [schemaOf(localTime('UTC')), { const: '' }, { type: 'null' }] }
  return searchBody(['disposition', 'number', 'campaign_id'], {
    date_range: {
      anyOf: [{ type: 'object', properties: { from: time, to: time } }, { type: 'array', maxItems: 0 }, { const: '' }],
    },
    pagination: paginationSchema(columns),
  })
}
