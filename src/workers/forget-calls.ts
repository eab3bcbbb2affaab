import type { Core } from '../core/core.ts'
import { pause } from './pause.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

const dayMs = 24 * 60 * 60 * 1000
const lookEveryMs = 60 * 60 * 1000
/** Calls that go in one transaction, so that other writes need not wait for long. */
const atOnce = 100
/** A rest takes so many times as long as the step before it: others have the book for half of the time, also where the disk is slow. */
const restFactor = 1

/** Removes calls from the ledger when they are older than `keepDays`, some at a time. One of several servers does. */
export function forgetCalls({ store, clock }: Core, keepDays: number, onFault: FaultReport): Worker {
  const forget = async (signal: AbortSignal): Promise<void> => {
    if (!(await store.leads('old calls'))) return
    const before = clock.now() - keepDays * dayMs
    while (!signal.aborted) {
      const since = performance.now()
      if ((await store.ledger.forget(before, atOnce)) < atOnce) return
      await pause((performance.now() - since) * restFactor, signal)
    }
  }
  return startWorker(forget, lookEveryMs, onFault)
}
