import type { Caller } from '../../../core/caller.ts'
import { changesAfter } from '../../../core/change/changes-after.ts'
import type { Core } from '../../../core/core.ts'
import { changeWire } from './change.wire.ts'
import type { Watchers } from './watchers.ts'

/** Changes that are read at once. */
const page = 100

/** Milliseconds after which something is sent in any case: so a client that has gone is noticed, and one far behind moves on. */
const quietAtMost = 15_000

/** The place of a client that follows, and whether it is there. */
interface Followed {
  readonly after: number
  readonly isEnding: () => boolean
}

/**
 * The changes behind a number as server-sent events, until the client or the server ends. The id of each is its number, so that a
 * client which comes again by `Last-Event-ID` misses none and sees none twice. An id alone moves on over changes of others.
 */
export async function* changeEvents(
  core: Core,
  caller: Caller,
  watchers: Watchers,
  { after, isEnding }: Followed,
): AsyncGenerator<string> {
  let at = after
  let told = after
  let saidAt = core.clock.now()
  yield 'retry: 1000\n\n'
  while (!isEnding()) {
    const { changes, next, isWhole } = await changesAfter(core, caller, at, page)
    if (!isWhole) yield `event: pruned\ndata: ${JSON.stringify({ after: at })}\n\n`
    for (const change of changes) {
      yield `id: ${change.number}\nevent: change\ndata: ${JSON.stringify(changeWire(change))}\n\n`
      told = change.number
      saidAt = core.clock.now()
    }
    if (next > told && core.clock.now() - saidAt >= quietAtMost) {
      yield `id: ${next}\n\n`
      told = next
      saidAt = core.clock.now()
    } else if (core.clock.now() - saidAt >= quietAtMost) {
      yield ': still here\n\n'
      saidAt = core.clock.now()
    }
    at = next
    if (changes.length === page) continue
    while ((await watchers.newest(core, caller)) <= at && !isEnding()) {
      if (core.clock.now() - saidAt >= quietAtMost) break
    }
  }
}
