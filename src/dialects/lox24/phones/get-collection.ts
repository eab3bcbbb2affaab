import { findEntries } from '../../../core/entry/find-entries.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import { pageQuery } from '../about.ts'
import { groupIri } from '../groups/group.wire.ts'
import { readId } from '../ids.ts'
import { operation } from '../operation.ts'
import { readPage } from '../pages.ts'
import { phoneResources } from './phone-resources.ts'

/** Lists the phones of a group in the order of its list. */
export const phonesGetCollection = operation({
  name: 'api_phones_get_collection',
  method: 'GET',
  url: '/groups/:id/phones',
  hasSuffix: true,
  about: () => ({
    summary: 'List the phones of a group',
    query: pageQuery,
    answer: { kind: 'collection', type: 'phones' },
  }),
  async answer(core, { caller, params, query }) {
    const group = await getGroup(core, caller, { id: readId(params.id) })
    const page = readPage(query)
    const { items, total } = await findEntries(core, caller, group, page.request)
    const members = await (await phoneResources(core, caller))(items)
    const iri = `${groupIri(group.id)}/phones`
    return { kind: 'collection', type: 'phones', iri, members, total, page }
  },
})
