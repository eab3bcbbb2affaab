import { findEntries } from '../../../../core/entry/find-entries.ts'
import { getGroup } from '../../../../core/group/get-group.ts'
import { orNull } from '../../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../../schemas.ts'
import { operation } from '../../operation.ts'
import { countSchema, placeLimits, Query } from '../../query.ts'
import { groupIdSchema, groupIn } from '../../values.ts'
import { pastGroup, pastSchema } from '../past-group.ts'
import { entryWire } from './entry.wire.ts'

const parameters = { after: countSchema(placeLimits.after), limit: countSchema(placeLimits.limit), at: pastSchema }

/** The entries of a group in the order of its list. `after` is a place: 1000 goes on with the 1001st. */
export const entriesList = operation({
  method: 'GET',
  path: '/groups/:id/entries',
  needs: ['group.find', 'entry.find'],
  about: () => ({
    summary: 'List the entries of a group, also as they were',
    inPath: { id: groupIdSchema },
    query: parameters,
    status: 200,
    answer: exactly({ entries: arrayOf(shared('entry')), count: integer, next: orNull(integer) }),
  }),
  async answer(core, { caller, query, params }) {
    const asked = new Query(query, Object.keys(parameters))
    const page = { start: asked.count('after', placeLimits.after), count: asked.count('limit', placeLimits.limit) }
    const ref = groupIn(params.id)
    const at = asked.text('at')
    const group = at === undefined ? await getGroup(core, caller, ref) : await pastGroup(core, caller, ref, at)
    const { items, total } = await findEntries(core, caller, group, page)
    const end = page.start + items.length
    return {
      status: 200,
      body: { entries: items.map(entryWire), count: total, next: items.length > 0 && end < total ? end : null },
    }
  },
})
