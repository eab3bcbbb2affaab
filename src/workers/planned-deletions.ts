import type { Core } from '../core/core.ts'
import { removeDueGroups } from '../core/group/remove-due-groups.ts'

/** A planned deletion is carried out this long after its time at the latest, as long as the server runs. */
const lookEveryMs = 1000

/** A worker that runs beside the requests. */
export interface Worker {
  /** Finishes what runs, and begins nothing more. */
  stop(): Promise<void>
}

/** What a worker reports of its own faults. */
export type FaultReport = (error: unknown) => void

/** Removes groups when their planned deletion comes; also those whose time passed while no server ran. */
export function startPlannedDeletions(core: Core, onFault: FaultReport, everyMs: number = lookEveryMs): Worker {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running = look()

  async function look(): Promise<void> {
    try {
      if (await core.store.leads('planned deletions')) await removeDueGroups(core)
    } catch (error) {
      onFault(error)
    }
    if (isStopped) return
    timer = setTimeout(() => {
      running = look()
    }, everyMs).unref()
  }

  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
