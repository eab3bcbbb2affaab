import type { Filter } from '../../../core/filter/filter.ts'
import { findIncomingMessages } from '../../../core/incoming-message/find-incoming-messages.ts'
import type { IncomingMessageField } from '../../../core/incoming-message/incoming-message.ts'
import { string } from '../../schemas.ts'
import { pageQuery } from '../about.ts'
import { searchOf, valuesOf } from '../filters.ts'
import { operation } from '../operation.ts'
import { readPage } from '../pages.ts'
import { hexIdOf } from '../sms/uuid.ts'
import { collectionIri, incomingResource } from './incoming.wire.ts'

type Test = Filter<IncomingMessageField>
type Query = Readonly<Record<string, unknown>>

const order = '_order[received_at]'

/** The filters that find a part of a text. */
const partial = ['text', 'from', 'to'] as const

const filterQuery = {
  ...Object.fromEntries([...partial, 'msg_uuid'].map((name) => [name, string])),
  [order]: { ...string, enum: ['asc', 'desc'] },
}

/** Lists messages that came in, the newest first where nothing else is asked. */
export const incomingsGetCollection = operation({
  name: 'api_incomings_get_collection',
  method: 'GET',
  url: '/incomings',
  hasSuffix: true,
  about: () => ({
    summary: 'List messages that came in',
    query: { ...pageQuery, ...filterQuery },
    answer: { kind: 'collection', type: 'incomings' },
  }),
  async answer(core, { caller, query }) {
    const page = readPage(query)
    const tests = testsOf(query)
    const descending = valuesOf(query, order, false)[0]?.toLowerCase() !== 'asc'
    // Ids are given in the order in which messages come in.
    const sort = [{ by: 'id', descending } as const]
    const found = { ...(tests.length > 0 && { filter: { kind: 'and', of: tests } as const }), sort }
    const { items, total } = await findIncomingMessages(core, caller, found, page.request)
    const search = searchOf(collectionIri, filterQuery)
    const members = items.map(incomingResource)
    return { kind: 'collection', type: 'incomings', iri: collectionIri, members, total, page, search }
  },
})

/** The tests of a query; filters that nobody knows have no effect. */
function testsOf(query: Query): Test[] {
  const anyOf = (name: string, test: (value: string) => Test): Test[] => {
    const values = valuesOf(query, name)
    return values.length > 0 ? [{ kind: 'or', of: values.map(test) }] : []
  }
  return [
    // A plus that was not encoded has become a space.
    ...partial.flatMap((field) =>
      anyOf(field, (value) => {
        const text = field === 'text' ? value : value.replace(/^ /, '+')
        return { kind: 'text', field, test: 'contains', text }
      }),
    ),
    ...anyOf('msg_uuid', (value) => ({ kind: 'compare', field: 'answers', by: 'eq', value: hexIdOf(value) ?? '' })),
  ]
}
