import type { Store } from '../core/ports.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

/** Older servers beside this one may still write older sieves. */
const lookEveryMs = 60 * 60 * 1000

/** Renews the sieves of an older book beside the requests, once it is served. One of several servers does. */
export function startSieveRenewal(
  store: Pick<Store, 'leads' | 'readOnly' | 'renewSieves'>,
  onFault: FaultReport,
): Worker {
  const stopping = new AbortController()
  const worker = startWorker(
    async () => {
      if (store.readOnly() === null && (await store.leads('sieve renewal'))) await store.renewSieves(stopping.signal)
    },
    lookEveryMs,
    onFault,
  )
  return {
    async stop() {
      stopping.abort()
      await worker.stop()
    },
  }
}
