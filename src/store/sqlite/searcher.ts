import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { unavailable } from '../../core/errors.ts'
import { nobodyWaits, watchClient } from '../client-watch.ts'
import type { ReadSession } from '../engine/engine.ts'
import { errorOfStatement } from './errors.ts'
import type { SearchAnswer, SearchMessage } from './search-job.ts'

/** The ending of every module: `.ts` in a checkout, `.js` in the package. */
const ending = extname(import.meta.url)

/** The statement that runs. */
interface Running {
  readonly resolve: (answer: SearchAnswer) => void
  readonly reject: (error: unknown) => void
  readonly tooLate: NodeJS.Timeout
}

/** A thread with a connection of its own, which runs the statements of one search at a time. */
export class Searcher implements ReadSession {
  readonly #file: string
  readonly #longestMs: number
  readonly #onRest: () => void
  #worker: Worker | undefined
  #running: Running | undefined
  #hasEnded = false

  /**
   * `file` is the database file. Nobody waits for a statement for longer than `longestMs`; SQLite goes on with it all the same,
   * since it cannot be told to stop. `onRest` is called when a search has ended and the thread has nothing left to do.
   */
  constructor(file: string, { longestMs, onRest }: { readonly longestMs: number; readonly onRest: () => void }) {
    this.#file = file
    this.#longestMs = longestMs
    this.#onRest = onRest
  }

  readonly all: ReadSession['all'] = async (sql, parameters) => {
    if (watchClient()()) throw nobodyWaits()
    const answer = await this.#ask({ sql, parameters })
    if ('rows' in answer) return [...answer.rows]
    const { message, ...code } = answer
    throw errorOfStatement(Object.assign(new Error(message), code))
  }

  readonly one: ReadSession['one'] = async (sql, parameters) => (await this.all(sql, parameters))[0]

  /** Ends the search: the next statement sees what is committed then. */
  end(): void {
    this.#worker?.postMessage('end' satisfies SearchMessage)
    this.#hasEnded = true
    this.#rest()
  }

  /** Ends the thread, as soon as its statement is done. */
  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }

  #ask(message: SearchMessage): Promise<SearchAnswer> {
    this.#hasEnded = false
    return new Promise<SearchAnswer>((resolve, reject) => {
      const problem = `the search took longer than ${this.#longestMs / 1000} s: narrow it`
      const tooLate = setTimeout(() => reject(unavailable(problem, undefined)), this.#longestMs)
      this.#running = { resolve, reject, tooLate }
      this.#worker ??= this.#start()
      this.#worker.postMessage(message)
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL(`./search-thread${ending}`, import.meta.url), { workerData: this.#file })
    // A thread without a search keeps no process alive.
    worker.unref()
    worker.on('message', (answer: SearchAnswer) => this.#settle((running) => running.resolve(answer)))
    const failed = (error: unknown): void => {
      if (this.#worker !== worker) return
      this.#worker = undefined
      this.#settle((running) => running.reject(error))
    }
    worker.on('error', failed)
    worker.on('exit', () => failed(new Error('the thread that searches ended')))
    return worker
  }

  #settle(tell: (running: Running) => void): void {
    const running = this.#running
    this.#running = undefined
    clearTimeout(running?.tooLate)
    if (running) tell(running)
    this.#rest()
  }

  #rest(): void {
    if (!this.#hasEnded || this.#running) return
    this.#hasEnded = false
    this.#onRest()
  }
}
