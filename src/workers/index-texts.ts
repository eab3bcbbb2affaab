import type { Store } from '../core/ports.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

/** A search for damage may have given the index up meanwhile. */
const lookEveryMs = 60 * 60 * 1000

/** Brings the texts of an older book into their index beside the requests, once it is served. One of several servers does. */
export function startTextIndexing(
  store: Pick<Store, 'leads' | 'readOnly' | 'indexTexts'>,
  onFault: FaultReport,
): Worker {
  const stopping = new AbortController()
  const worker = startWorker(
    async () => {
      if (store.readOnly() === null && (await store.leads('text index'))) await store.indexTexts(stopping.signal)
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
