import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { otherUpdate } from './cases/calls.ts'
import type { OthersJob } from './others-thread.ts'
import { quantile } from './statistics.ts'

/** The times of another account's small update, in milliseconds. */
export interface Felt {
  /** Clients that sent the measured request meanwhile; 0 for none. */
  readonly clients: number
  readonly count: number
  readonly p50: number
  readonly p99: number
}

/** Another account, which sends a small update again and again while something else goes on. */
export class Others {
  readonly #worker: Worker

  private constructor(worker: Worker) {
    this.#worker = worker
  }

  static async of(url: string): Promise<Others> {
    const job: OthersJob = { url, request: await otherUpdate(url) }
    return new Others(new Worker(new URL('./others-thread.ts', import.meta.url), { workerData: job }))
  }

  /** Times the updates that are sent while nobody sends anything else, for some seconds. */
  alone(seconds: number): Promise<Felt> {
    return this.during(0, async () => {
      await pause(seconds * 1000)
    })
  }

  /** Times the updates that are sent while some clients are at work. */
  async during(clients: number, work: () => Promise<unknown>): Promise<Felt> {
    this.#worker.postMessage('begin')
    const answer = once(this.#worker, 'message') as Promise<[number[]]>
    try {
      await work()
    } finally {
      this.#worker.postMessage('end')
    }
    const [times] = await answer
    return { clients, count: times.length, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }
}
