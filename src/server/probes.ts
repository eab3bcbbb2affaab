import type { Core } from '../core/core.ts'
import { findWaiting } from '../core/effect/find-waiting.ts'
import { Refusal } from '../core/errors.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import { serverItself } from '../core/permission/callers.ts'
import { inTime } from './in-time.ts'

/** Milliseconds for all reads of a probe: with the rest of the way an answer is there within a second. */
const longestMs = 750

const server = serverItself('health', ['effect.find'])

/** The questions of an operator's tools to a running server. */
export interface Probes {
  /** Reads from the book itself, never from memory. Rejects when the book cannot be read now. */
  ready(): Promise<{ readonly status: 'ok' }>
  /** The same, and tells of the parts beside the book. */
  health(): Promise<object>
}

export function makeProbes(
  core: Core,
  pbx: Pick<Pbx, 'isConnected'> | undefined,
  weather: () => string | null = () => null,
): Probes {
  const read = async (): Promise<void> => {
    await core.store.changes.newest(null, {}, 1)
  }
  const readAll = async (): Promise<number> => {
    await read()
    const waiting = await findWaiting(core, server)
    return Object.values(waiting).reduce((sum, { count }) => sum + count, 0)
  }
  return {
    async ready() {
      await inTime(longestMs, read())
      return { status: 'ok' }
    },
    async health() {
      const outbox = await inTime(longestMs, readAll())
      // A PBX that is away is no reason to take this server out of service.
      const state = pbx ? (pbx.isConnected() ? 'connected' : 'away') : 'off'
      const reason = core.store.readOnly()
      const missingChanges = core.store.missingChanges()
      const scenario = weather()
      return {
        status: 'ok',
        pbx: state,
        outbox,
        readOnly: reason !== null,
        ...(scenario !== null && { weather: scenario }),
        ...(reason !== null && { reason }),
        ...(missingChanges.length > 0 && { missingChanges }),
      }
    },
  }
}

/** The reason of a probe that failed, for strangers: a technology's own words may hold paths, and are for the log. */
export function reasonOf(error: unknown): string {
  return error instanceof Refusal ? error.message : 'the book cannot be read'
}
