import type { Core } from '../core/core.ts'
import { sweepStagedLists } from '../core/list/sweep-staged-lists.ts'
import { serverItself } from '../core/permission/callers.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

const lookEveryMs = 10 * 60 * 1000

const server = serverItself('staged list sweeps', ['leftover.remove'])

/** Clears away the long lists that were never finished, from before the server began and while it runs. */
export function startStagedListSweeps(core: Core, onFault: FaultReport): Worker {
  return startWorker(
    async () => {
      if (await core.store.leads('staged list sweeps')) await sweepStagedLists(core, server)
    },
    lookEveryMs,
    onFault,
  )
}
