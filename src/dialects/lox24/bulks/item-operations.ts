import type { BulkState } from '../../../core/bulk/bulk.ts'
import { findBulks, getBulk } from '../../../core/bulk/find-bulks.ts'
import { cancelBulk } from '../../../core/bulk/move-bulk.ts'
import { integer, string } from '../../schemas.ts'
import { pageQuery } from '../about.ts'
import { searchOf, valuesOf } from '../filters.ts'
import { readId } from '../ids.ts'
import { operation } from '../operation.ts'
import { readPage } from '../pages.ts'
import { stoppedByKey } from '../sms/sms.wire.ts'
import { bulkResource, collectionIri, statuses } from './bulk.wire.ts'

const order = '_order[created_at]'
const filterQuery = { status_code: integer, [order]: { ...string, enum: ['asc', 'desc'] } }

/** Lists bulks, the newest first where nothing else is asked. */
export const bulksGetCollection = operation({
  name: 'api_bulks_get_collection',
  method: 'GET',
  url: '/bulks',
  hasSuffix: true,
  about: () => ({
    summary: 'List bulks',
    query: { ...pageQuery, ...filterQuery },
    answer: { kind: 'collection', type: 'bulks' },
  }),
  async answer(core, { caller, query }) {
    const page = readPage(query)
    const states = statesOf(query)
    // Ids are given in the order in which bulks are made.
    const descending = valuesOf(query, order, false)[0]?.toLowerCase() !== 'asc'
    const { items, total } = await findBulks(core, caller, { ...(states && { states }), descending }, page.request)
    const members = items.map(bulkResource)
    const search = searchOf(collectionIri, filterQuery)
    return { kind: 'collection', type: 'bulks', iri: collectionIri, members, total, page, search }
  },
})

/** Shows a bulk with its counts. */
export const bulksGetItem = operation({
  name: 'api_bulks_get_item',
  method: 'GET',
  url: '/bulks/:id',
  about: () => ({ summary: 'Show a bulk', answer: { kind: 'resource', type: 'bulks', status: 200 } }),
  async answer(core, { caller, params }) {
    const bulk = await getBulk(core, caller, { id: readId(params.id) })
    return { kind: 'resource', status: 200, resource: bulkResource(bulk) }
  },
})

/** Ends a bulk: what waits of it does not leave. The body says nothing. */
export const bulksCancel = operation({
  name: 'api_bulks_cancel_item',
  method: 'POST',
  url: '/bulks/:id/cancel',
  about: () => ({
    summary: 'Cancel a bulk',
    answer: { kind: 'resource', type: 'bulks', status: 200 },
    errors: [422],
  }),
  async answer(core, { caller, params }) {
    const bulk = await cancelBulk(core, caller, { id: readId(params.id) }, stoppedByKey)
    return { kind: 'resource', status: 200, resource: bulkResource(bulk) }
  },
})

/** The states that `status_code` asks for; undefined where it does not. */
function statesOf(query: Readonly<Record<string, unknown>>): readonly BulkState[] | undefined {
  const wanted = new Set(valuesOf(query, 'status_code'))
  if (wanted.size === 0) return undefined
  return (Object.keys(statuses) as BulkState[]).filter((state) => wanted.has(String(statuses[state])))
}
