import type { Core } from '../core/core.ts'
import { sweepStagedLists } from '../core/list/sweep-staged-lists.ts'
import { serverItself } from '../core/permission/callers.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

const lookEveryMs = 10 * 60 * 1000

const server = serverItself('staged list sweeps', ['leftover.remove'])

/**
 * Clears away the staged lists that no write took, as those of a server that was killed; at the start and while it
 * runs.
 */
export function startStagedListSweeps(core: Core, onFault: FaultReport): Worker {
  return startWorker(
    async () => {
      if (await core.store.leads('staged list sweeps')) await sweepStagedLists(core, server)
    },
    lookEveryMs,
    onFault,
  )
}
