import type { Store } from '../core/ports.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

/** Older servers beside this one may still write the older form, and a search for damage may have given a part up. */
const lookEveryMs = 60 * 60 * 1000

/**
 * Brings what an older version has written to the form of this one, beside the requests. `name` tells the work apart from the others
 * of a book: one of several servers does it.
 */
export function startUpkeep(
  store: Pick<Store, 'leads' | 'readOnly'>,
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
  onFault: FaultReport,
): Worker {
  return startWorker(
    async (signal) => {
      if (store.readOnly() === null && (await store.leads(name))) await work(signal)
    },
    lookEveryMs,
    onFault,
  )
}
