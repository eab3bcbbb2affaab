import { findMessages } from '../../../core/message/find-messages.ts'
import { pageQuery } from '../about.ts'
import { searchOf } from '../filters.ts'
import { operation } from '../operation.ts'
import { readPage } from '../pages.ts'
import { collectionIri, smsResource } from './sms.wire.ts'
import { filterQuery, readFilter, readOrder } from './sms-filter.ts'

/** Lists messages, the newest first where nothing else is asked. */
export const smsGetCollection = operation({
  name: 'api_sms_get_collection',
  method: 'GET',
  url: '/sms',
  hasSuffix: true,
  about: () => ({
    summary: 'List messages',
    query: { ...pageQuery, ...filterQuery },
    answer: { kind: 'collection', type: 'sms' },
  }),
  async answer(core, { caller, query }) {
    const page = readPage(query)
    const filter = readFilter(query)
    const isAll = filter.kind === 'and' && filter.of.length === 0
    const found = { ...(!isAll && { filter }), sort: readOrder(query) }
    const { items, total } = await findMessages(core, caller, found, page.request)
    const members = items.map(smsResource)
    const search = searchOf(collectionIri, filterQuery)
    return { kind: 'collection', type: 'sms', iri: collectionIri, members, total, page, search }
  },
})
