import { setTimeout as pause } from 'node:timers/promises'
import { changesAfter, followedAtMost } from '../../../core/change/changes-after.ts'
import { arrayOf, boolean, exactly, integer, shared } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { countSchema, Query } from '../query.ts'
import { changeWire } from './change.wire.ts'

const limits = {
  after: { least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: 0 },
  limit: { least: 1, most: followedAtMost, otherwise: 100 },
  wait: { least: 0, most: 30, otherwise: 0 },
} as const

const parameters = {
  after: countSchema(limits.after),
  limit: countSchema(limits.limit),
  wait: countSchema(limits.wait),
}

/** Milliseconds between two looks for a change that is waited for. Any process may write it. */
const betweenLooks = 250

/**
 * The changes of the account behind a number, the oldest first. `next` is the `after` of the next call. Where there is none yet, the
 * answer waits for one, for `wait` seconds at the most.
 */
export const changesList = operation({
  method: 'GET',
  path: '/changes',
  needs: ['change.find'],
  about: () => ({
    summary: 'Follow the changes',
    query: parameters,
    status: 200,
    answer: exactly({ changes: arrayOf(shared('change')), next: integer, whole: boolean }),
  }),
  async answer(core, { caller, query, isEnding }) {
    const asked = new Query(query, Object.keys(parameters))
    const limit = asked.count('limit', limits.limit)
    const until = core.clock.now() + asked.count('wait', limits.wait) * 1000
    let found = await changesAfter(core, caller, asked.count('after', limits.after), limit)
    const { isWhole } = found
    while (found.changes.length === 0 && core.clock.now() < until && !isEnding()) {
      await pause(Math.min(betweenLooks, Math.max(1, until - core.clock.now())))
      if (!isEnding()) found = await changesAfter(core, caller, found.next, limit)
    }
    return { status: 200, body: { changes: found.changes.map(changeWire), next: found.next, whole: isWhole } }
  },
})
