import type { Core } from '../core/core.ts'
import { knownFor } from '../core/retry/known-for.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

const lookEveryMs = 60 * 60 * 1000
/** Requests that go in one transaction, so that other writes need not wait for long. */
const atOnce = 500

/** Forgets the requests that come again no more, some at a time. One of several servers does. */
export function forgetRetries({ store, clock }: Core, onFault: FaultReport): Worker {
  const forget = async (signal: AbortSignal): Promise<void> => {
    if (store.readOnly() !== null || !(await store.leads('old retries'))) return
    const before = clock.now() - knownFor
    while (!signal.aborted && (await store.retries.forget(before, atOnce)) === atOnce);
  }
  return startWorker(forget, lookEveryMs, onFault)
}
