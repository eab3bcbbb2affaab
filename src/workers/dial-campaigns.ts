import type { Core } from '../core/core.ts'
import { Dialler, type DiallerParts } from '../core/dialler/dialler.ts'
import type { FaultReport, Worker } from './worker.ts'

export interface DialOptions extends Omit<DiallerParts, 'onFault'> {
  readonly servedAccount: () => Promise<number | undefined>
  readonly isLeader: () => Promise<boolean>
  readonly onFault: FaultReport
}

/** The worker that calls the numbers of campaigns. */
export interface DialWorker extends Worker {
  /** Goes on at once, as when a call has ended. */
  look(): void
  /** Compares what it knows with the PBX, which was away. */
  pbxIsBack(): void
}

/** The pause after a turn that failed, and where nothing is to be done for this process. */
const restMs = 1000

/** Milliseconds for which a fault that is told is not told again. */
const quietMs = 60_000

/**
 * Calls the numbers of the campaigns of the account that the PBX serves, in the one process that leads. A turn that fails is made
 * again: what must not be lost is in the book.
 */
export function dialCampaigns(core: Core, { servedAccount, isLeader, onFault, ...parts }: DialOptions): DialWorker {
  const told = new Map<string, number>()
  const tell = (error: unknown): void => {
    const now = performance.now()
    const text = String(error)
    if (now - (told.get(text) ?? Number.NEGATIVE_INFINITY) < quietMs) return
    if (told.size >= 100) told.clear()
    told.set(text, now)
    onFault(error)
  }
  const dialler = new Dialler(core, { ...parts, onFault: tell })
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let isAsked = false
  let isStopped = false

  async function turn(): Promise<number> {
    const accountId = await servedAccount()
    if (accountId === undefined || core.store.readOnly() !== null || !(await isLeader())) {
      await dialler.rest()
      return restMs
    }
    return dialler.turn(accountId)
  }

  function look(): void {
    isAsked = true
    if (isStopped || running) return
    clearTimeout(timer)
    isAsked = false
    running = turn()
      .catch((error) => {
        tell(error)
        return restMs
      })
      .then((pause) => {
        running = undefined
        if (isStopped) return
        timer = setTimeout(look, isAsked ? 0 : pause).unref()
      })
  }

  parts.calls.onEnded((id) => {
    if (dialler.over(id)) look()
  })
  look()
  return {
    look,
    pbxIsBack() {
      dialler.mustCompare()
      look()
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
      await dialler.rest()
    },
  }
}
