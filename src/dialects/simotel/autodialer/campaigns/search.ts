import type { Caller } from '../../../../core/caller.ts'
import type { Campaign } from '../../../../core/campaign/campaign.ts'
import { findCampaignNames } from '../../../../core/campaign/find-campaign-names.ts'
import { findCampaigns } from '../../../../core/campaign/find-campaigns.ts'
import { findRuns } from '../../../../core/campaign/find-runs.ts'
import { ownNumbers } from '../../../../core/campaign/own-numbers.ts'
import type { Core } from '../../../../core/core.ts'
import { phonesJsonOf } from '../../../phones-json.ts'
import { JsonItems, LongArray, streamedJson, writtenJson } from '../../../streamed-json.ts'
import { pageOfRows } from '../../about.ts'
import { found } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { pageOf, paginationSchema, readConditions, readPagination, searchBody } from '../../search.ts'
import { campaignColumns, campaignRow, campaignRowSchema, statesOf } from './campaign.wire.ts'

/** Numbers that are answered at once. An answer with more of them is written in parts. */
const answeredAtOnce = 16_000

const names = ['name', 'description', 'status'] as const

/** Finds campaigns, the last one that was made first unless another order is asked for. Each row has its numbers, row by row. */
export const campaignsSearch = operation({
  name: 'autodialer/campaigns/search',
  page: '5-Autodialer_API/4-campaign/2-campaign_search.md',
  about: () => ({
    summary: 'Find campaigns',
    body: searchBody(names, { pagination: paginationSchema(campaignColumns) }),
    data: pageOfRows(campaignRowSchema),
  }),
  async handle(core, { caller, body, settings }) {
    const { status, ...conditions } = readConditions(body, names)
    const page = readPagination(body, campaignColumns, { date: -1 })
    const query = { ...conditions, ...(status && { states: statesOf(status) }), sort: page.sort }
    const { items, total } = await findCampaigns(core, caller, query, page.request)
    const rows = rowsOf(core, caller, items, settings.timeZone)
    const answer = pageOf(page, total, [])
    const numbers = items.reduce((sum, { listCount }) => sum + listCount, 0)
    if (numbers > answeredAtOnce) return streamedJson(found({ ...answer, data: new LongArray(rows) }))
    return writtenJson(found({ ...answer, data: await joined(rows) }))
  },
})

/** The rows of campaigns as JSON, one at a time: each may have a long list of numbers. */
async function* rowsOf(
  core: Core,
  caller: Caller,
  campaigns: readonly Campaign[],
  timeZone: string,
): AsyncGenerator<JsonItems> {
  const known = await findCampaignNames(core, caller, campaigns)
  for (const campaign of campaigns) {
    const runs = campaign.repeat === 0 ? [] : [...(await findRuns(core, caller, campaign))].reverse()
    const numbers = await joined(phonesJsonOf(ownNumbers(core, caller, campaign)))
    yield new JsonItems(writtenJson(campaignRow({ campaign, runs, names: known, numbers }, timeZone, core.clock.now())))
  }
}

/** Items as one. */
async function joined(parts: AsyncIterable<JsonItems>): Promise<JsonItems> {
  const pieces: Uint8Array[] = []
  for await (const { bytes } of parts) {
    if (pieces.length > 0) pieces.push(Buffer.from(','))
    pieces.push(bytes)
  }
  return new JsonItems(Buffer.concat(pieces))
}
