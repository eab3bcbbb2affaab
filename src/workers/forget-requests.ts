import type { Core } from '../core/core.ts'
import { bodiesStay } from '../core/request-log/logged-request.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

const lookEveryMs = 5 * 60 * 1000
/** Milliseconds after which a request is forgotten, however few came after it. */
const keptFor = 30 * 24 * 60 * 60 * 1000

/** Forgets old requests, and the bodies of those accounts that have none kept any more. One of several servers does. */
export function forgetRequests({ store, clock }: Core, onFault: FaultReport): Worker {
  const forget = async (): Promise<void> => {
    if (store.readOnly() !== null || !(await store.leads('old requests'))) return
    const now = clock.now()
    await store.requestLog.forget(now - keptFor, now - bodiesStay)
  }
  return startWorker(forget, lookEveryMs, onFault)
}
