/** Work that goes on beside the requests, until it is stopped. */
export interface Worker {
  /** Ends the work that is under way, and begins no other. */
  stop(): Promise<void>
}

/** Takes the faults of a worker: there is no request that could be told of them. */
export type FaultReport = (error: unknown) => void

/**
 * Does a piece of work, and again `everyMs` after each end of it. The first time is at once, or `firstAfterMs` later. A fault
 * does not stop the worker. `signal` tells long work that it shall end; other work is finished.
 */
export function startWorker(
  work: (signal: AbortSignal) => Promise<void>,
  everyMs: number,
  onFault: FaultReport,
  firstAfterMs = 0,
): Worker {
  let timer: NodeJS.Timeout | undefined
  const stopping = new AbortController()
  const { signal } = stopping
  let running = firstAfterMs === 0 ? look() : lookLater(firstAfterMs)

  async function look(): Promise<void> {
    await work(signal).catch(onFault)
    if (!signal.aborted) lookLater(everyMs)
  }

  async function lookLater(ms: number): Promise<void> {
    timer = setTimeout(() => {
      running = look()
    }, ms).unref()
  }

  return {
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await running
    },
  }
}
