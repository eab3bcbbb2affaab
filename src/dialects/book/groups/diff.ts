import { atOneMoment } from '../../../core/export/at-one-moment.ts'
import { diffGroups } from '../../../core/group/diff-groups.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import { type EntryList, phoneAt } from '../../../core/list/entry-list.ts'
import { countOf } from '../../../core/list/staged-list.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, string } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { countSchema, placeLimits, Query } from '../query.ts'
import { groupIdSchema, groupIn } from '../values.ts'

const parameters = { with: groupIdSchema, after: countSchema(placeLimits.after), limit: countSchema(placeLimits.limit) }

/**
 * The numbers that only one of two groups has, as they are written. `after` and `limit` count in both lists at once; `next` is the `after`
 * of the next page.
 */
export const groupsDiff = operation({
  method: 'GET',
  path: '/groups/:id/diff',
  needs: ['group.find', 'entry.find'],
  about: () => ({
    summary: 'Compare two groups',
    inPath: { id: groupIdSchema },
    query: parameters,
    required: ['with'],
    status: 200,
    answer: exactly({
      counts: exactly({ onlyInOne: integer, onlyInOther: integer, inBoth: integer }),
      ...{ onlyInOne: arrayOf(string), onlyInOther: arrayOf(string), next: orNull(integer) },
    }),
  }),
  async answer(core, { caller, query, params }) {
    const asked = new Query(query, Object.keys(parameters))
    const after = asked.count('after', placeLimits.after)
    const end = after + asked.count('limit', placeLimits.limit)
    const other = groupIn(asked.required('with', 'say with which group'))
    const difference = await atOneMoment(core, async (still) =>
      diffGroups(
        still,
        caller,
        await getGroup(still, caller, groupIn(params.id)),
        await getGroup(still, caller, other),
      ),
    )
    const [onlyInOne, onlyInOther] = [countOf(difference.onlyInOne), countOf(difference.onlyInOther)]
    return {
      status: 200,
      body: {
        counts: { onlyInOne, onlyInOther, inBoth: difference.inBoth },
        onlyInOne: slice(difference.onlyInOne, after, end),
        onlyInOther: slice(difference.onlyInOther, after, end),
        next: end < Math.max(onlyInOne, onlyInOther) ? end : null,
      },
    }
  },
})

function slice(list: EntryList, start: number, end: number): string[] {
  const count = Math.max(0, Math.min(end, list.codes.length) - start)
  return Array.from({ length: count }, (_, at) => phoneAt(list, start + at))
}
