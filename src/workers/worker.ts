/** Work that goes on beside the requests, until it is stopped. */
export interface Worker {
  /** Finishes the work that is under way, and begins no other. */
  stop(): Promise<void>
}

/** Takes the faults of a worker: there is no request that could be told of them. */
export type FaultReport = (error: unknown) => void

/** Does a piece of work at once, and again `everyMs` after each end of it. A fault does not stop the worker. */
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
