import { setTimeout as pause } from 'node:timers/promises'
import { changesAfter, followedAtMost } from '../../../core/change/changes-after.ts'
import { described, InvalidValue } from '../../fields.ts'
import { arrayOf, boolean, exactly, integer, shared } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { countSchema, Query, readNamed } from '../query.ts'
import { changeWire } from './change.wire.ts'
import { changeEvents } from './events.ts'
import { Watchers } from './watchers.ts'

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

/** Reads the number of the change that a client had last. */
const readLast = described({ type: 'string' }, (value) => {
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) throw new InvalidValue('must be the number of a change')
  return Number(value)
})

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
    hasEvents: true,
    answer: exactly({ changes: arrayOf(shared('change')), next: integer, whole: boolean }),
  }),
  async answer(core, { caller, query, isEnding, headers, method }) {
    const asked = new Query(query, Object.keys(parameters))
    if (method === 'GET' && /\btext\/event-stream\b/i.test(headers.accept ?? '')) {
      const last = headers['last-event-id']
      const after = last === undefined ? asked.count('after', limits.after) : readNamed('Last-Event-ID', last, readLast)
      // Whoever may not follow, or from there, is told so by a problem.
      await changesAfter(core, caller, after, 1)
      const watchers = Watchers.of(core)
      // From here on a stop of the server is heard, also before the events are read.
      isEnding()
      return { status: 200, events: watchers.seat(changeEvents(core, caller, watchers, { after, isEnding })) }
    }
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
