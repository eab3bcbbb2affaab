/** A worker that runs beside the requests. */
export interface Worker {
  /** Finishes what runs, and begins nothing more. */
  stop(): Promise<void>
}

/** What a worker reports of its own faults. */
export type FaultReport = (error: unknown) => void
