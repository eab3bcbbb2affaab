import { Worker } from 'node:worker_threads'
import type { BodyHead, JobAnswer, JobMessage } from './body-job.ts'
import type { AnyBodyReader } from './body-reader.ts'
import { moduleUrl } from './module-url.ts'

/** The answer that ends a job. */
export type JobEnd = Exclude<JobAnswer, { readonly kind: 'goOn' }>

/** The room of a thread for young objects: with V8's own rule a million lines take 40 MiB more, and no less time. */
const maxYoungGenerationSizeMb = 24

/** Milliseconds for which a thread without a job is kept. Then it ends, and gives back the memory that it has taken. */
const keptFor = 5000

/**
 * A thread that reads bodies, one piece at a time, in the order in which the pieces of all bodies come. It starts with
 * the first body, within a tenth of a second.
 */
export class ReaderThread {
  /** The module of the tools that readers get in the thread. */
  readonly #tools: string
  readonly #waiting = new Map<number, { resolve: (answer: JobAnswer) => void; reject: (error: Error) => void }>()
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #jobs = 0
  #lastJob = 0

  constructor(tools: string) {
    this.#tools = tools
  }

  /** Bodies that are being read. */
  get jobs(): number {
    return this.#jobs
  }

  /** Reads a body. When its pieces throw, the reading is dropped, and the error is thrown. */
  async read({ module, name }: AnyBodyReader, head: BodyHead, pieces: AsyncIterable<Uint8Array>): Promise<JobEnd> {
    const job = ++this.#lastJob
    this.#jobs++
    clearTimeout(this.#idle)
    try {
      const begun = await this.#ask({ job, kind: 'begin', module, name, head })
      if (begun.kind !== 'goOn') return begun
      for await (const bytes of pieces) {
        const answer = await this.#ask({ job, kind: 'piece', bytes }, [bytes.buffer as ArrayBuffer])
        if (answer.kind !== 'goOn') return answer
      }
      const end = await this.#ask({ job, kind: 'end' })
      if (end.kind === 'goOn') throw new Error('the thread did not end the body')
      return end
    } catch (error) {
      this.#worker?.postMessage({ job, kind: 'drop' } satisfies JobMessage)
      throw error
    } finally {
      this.#jobs--
      if (this.#jobs === 0) this.#idle = setTimeout(() => void this.close(), keptFor).unref()
    }
  }

  /** Ends the thread. Bodies that it reads fail. */
  async close(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#worker?.terminate()
  }

  #ask(message: JobMessage, handedOver: readonly ArrayBuffer[] = []): Promise<JobAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.job, { resolve, reject })
      this.#worker ??= this.#start()
      this.#worker.postMessage(message, handedOver)
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL(moduleUrl('body/body-thread')), {
      workerData: moduleUrl(this.#tools),
      resourceLimits: { maxYoungGenerationSizeMb },
    })
    worker.on('message', (answer: JobAnswer) => {
      const waiting = this.#waiting.get(answer.job)
      this.#waiting.delete(answer.job)
      waiting?.resolve(answer)
    })
    worker.on('error', (error) => this.#fail(worker, error))
    worker.on('exit', () => this.#fail(worker, new Error('the thread that reads long bodies ended')))
    return worker
  }

  #fail(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { reject } of waiting) reject(error)
  }
}
