/** A worker that runs beside the requests. */
export interface Worker {
  /** Finishes what runs, and begins nothing more. */
  stop(): Promise<void>
}

/** What a worker reports of its own faults. */
export type FaultReport = (error: unknown) => void

/** Does a piece of work at once, and again so long after each end of it. */
export function startWorker(work: () => Promise<void>, everyMs: number, onFault: FaultReport): Worker {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running = look()

  async function look(): Promise<void> {
    await work().catch(onFault)
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
