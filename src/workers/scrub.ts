import type { Core } from '../core/core.ts'
import { scrubBook } from '../core/damage/scrub-book.ts'
import type { VerifyReport } from '../core/damage/verify-book.ts'
import { serverItself } from '../core/permission/callers.ts'
import { pause } from './pause.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

/** A start is busy enough: whether a scrub is due is first asked this long after it, and then again and again. */
const lookEveryMs = 10 * 60 * 1000

/** A scrub rests nine times as long as it works, so that it takes a tenth of a core at the most. */
const restFactor = 9
const shortestRestMs = 5

const server = serverItself('scrub', ['damage.find'])

export interface ScrubOptions {
  /** Milliseconds from the end of a scrub to the next one; 0 for no scrub. */
  readonly everyMs: number
  readonly onDone: (report: VerifyReport) => void
  readonly onFault: FaultReport
}

/** Verifies the whole book slowly, again and again. One of several servers does. */
export function startScrub(
  core: Core,
  { everyMs, onDone, onFault }: ScrubOptions,
  lookAfterMs: number = lookEveryMs,
): Worker {
  if (everyMs === 0) return { stop: async () => undefined }
  const scrub = async (signal: AbortSignal): Promise<void> => {
    if (!(await core.store.leads('scrub'))) return
    let began = performance.now()
    const report = await scrubBook(core, server, {
      everyMs,
      signal,
      async rest() {
        await pause(Math.max((performance.now() - began) * restFactor, shortestRestMs), signal)
        began = performance.now()
      },
    })
    if (report) onDone(report)
  }
  return startWorker(scrub, lookAfterMs, onFault, lookAfterMs)
}
