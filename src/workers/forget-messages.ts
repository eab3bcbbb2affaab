import type { Core } from '../core/core.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

const dayMs = 24 * 60 * 60 * 1000
const lookEveryMs = 60 * 60 * 1000
/** Messages that go in one transaction, so that other writes need not wait for long. */
const atOnce = 500

/** Removes messages that are older than `keepDays`, some at a time. One of several servers does. */
export function forgetMessages({ store, clock }: Core, keepDays: number, onFault: FaultReport): Worker {
  const forget = async (signal: AbortSignal): Promise<void> => {
    if (store.readOnly() !== null || !(await store.leads('old messages'))) return
    const now = clock.now()
    const before = now - keepDays * dayMs
    while (!signal.aborted && (await store.messageQueue.forget(before, now, atOnce)) === atOnce);
  }
  return startWorker(forget, lookEveryMs, onFault)
}
