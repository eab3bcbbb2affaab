import { type ChangeNoun, changeNouns } from '../../../core/change/change.ts'
import { findChanges } from '../../../core/change/find-changes.ts'
import { listCounts } from '../../../core/change/list-counts.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared, string } from '../../schemas.ts'
import { changeWire } from '../changes/change.wire.ts'
import { operation } from '../operation.ts'
import { countSchema, Query, readNamed } from '../query.ts'
import { momentSchema, readMoment } from '../values.ts'

const limits = {
  limit: { least: 1, most: 1000, otherwise: 100 },
} as const

const parameters = {
  noun: { type: 'string', enum: changeNouns },
  ...{ subject: string, author: string, key: { type: 'integer', minimum: 1 } },
  ...{ since: momentSchema, until: momentSchema },
  before: { type: 'integer', minimum: 1 },
  limit: countSchema(limits.limit),
}

/** The changes of the account, or of one thing of it, the newest first. Of the lists of one thing it tells how many numbers came and went. */
export const historyList = operation({
  method: 'GET',
  path: '/history',
  needs: ['change.find'],
  about: () => ({
    summary: 'List what was changed, the newest first',
    query: parameters,
    status: 200,
    answer: exactly({
      changes: arrayOf(
        exactly({ change: shared('change'), numbers: orNull(exactly({ added: integer, removed: integer })) }),
      ),
      next: orNull(integer),
    }),
  }),
  async answer(core, { caller, query }) {
    const asked = new Query(query, Object.keys(parameters))
    const limit = asked.count('limit', limits.limit)
    const noun = asked.text('noun') === undefined ? undefined : asked.word<ChangeNoun>('noun', changeNouns, 'group')
    const [subject, author] = [asked.text('subject'), asked.text('author')]
    const key = asked.idOrNone('key')
    const [since, until] = ['since', 'until'].map((name) => {
      const given = asked.text(name)
      return given === undefined ? undefined : readNamed(name, given, readMoment)
    })
    const before = asked.idOrNone('before')
    const found = await findChanges(core, caller, limit + 1, {
      ...(noun && { noun }),
      ...(subject !== undefined && { subject }),
      ...(key !== undefined ? { author: { credentialId: key } } : author !== undefined && { author: { name: author } }),
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
      ...(before !== undefined && { before }),
    })
    const changes = found.slice(0, limit)
    const numbers = await Promise.all(
      changes.map((each) => (subject === undefined ? undefined : listCounts(core, caller, each))),
    )
    return {
      status: 200,
      body: {
        changes: changes.map((each, at) => ({ change: changeWire(each), numbers: numbers[at] ?? null })),
        next: found.length > limit ? (changes.at(-1)?.number ?? null) : null,
      },
    }
  },
})
