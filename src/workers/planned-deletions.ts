import type { Core } from '../core/core.ts'
import { removeDueGroups } from '../core/group/remove-due-groups.ts'
import { serverItself } from '../core/permission/callers.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

/** The longest that a planned deletion comes late while the server runs. */
const lookEveryMs = 1000

const server = serverItself('planned deletions', ['group.remove'])

/** Removes groups when their planned deletion is due, also those whose time passed while no server ran. */
export function startPlannedDeletions(core: Core, onFault: FaultReport, everyMs: number = lookEveryMs): Worker {
  return startWorker(
    async () => {
      if (await core.store.leads('planned deletions')) await removeDueGroups(core, server)
    },
    everyMs,
    onFault,
  )
}
