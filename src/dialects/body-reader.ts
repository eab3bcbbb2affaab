import { Worker } from 'node:worker_threads'
import { Refusal } from '../core/errors.ts'
import type { BodyJob, BodyResult, RawBody, SentError } from './body-job.ts'
import { Denial } from './denial.ts'
import { moduleUrl } from './module-url.ts'
import { unpackList } from './packed-list.ts'

/**
 * Bytes from which on a body is read in a thread of its own. A smaller body is read within a few milliseconds. A body
 * without a list never needs as many: the limits of its texts are far below.
 */
export const longBody = 1024 * 1024

/**
 * The name of a reader, by which another thread finds it: the export `name` of `module`. A module is named from this
 * folder and without its ending, as `simotel/body`.
 */
export interface AnyBodyReader {
  readonly module: string
  readonly name: string
}

/** A reader of bodies: its name for another thread, and its function for this one. */
export interface BodyReader<T> extends AnyBodyReader {
  readonly read: (raw: RawBody) => T | Promise<T>
  /**
   * The classes of the errors that the reader throws, beside `Refusal` and `Denial`. An error that comes from another
   * thread gets its class back from here.
   */
  readonly errors?: readonly ErrorClass[]
}

interface ErrorClass {
  readonly name: string
  readonly prototype: Error
}

/** Reads bodies. A long body is read in a thread of its own, so that no other request waits for it. */
export class BodyReaders {
  #worker: Worker | undefined
  #last: Promise<unknown> = Promise.resolve()
  #isClosed = false

  /**
   * Reads a body. The errors of the reader are thrown here, also those from another thread. The bytes of a long body
   * are gone afterwards: they were handed over to the thread.
   */
  async read<T extends object>(reader: BodyReader<T>, raw: RawBody): Promise<T> {
    if (raw.bytes.length < longBody) return reader.read(raw)
    // Long bodies are read one after another, so that only one of them takes memory at a time.
    const result = this.#last.then(() => this.#readInThread(reader, raw))
    this.#last = result.catch(() => undefined)
    return unwrap(await result, reader.errors)
  }

  /** Ends the thread that reads. Bodies that wait for their turn are not read any more. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#worker?.terminate()
  }

  /**
   * Reads a body in a new thread. Its start takes a tenth of a second; its end frees all memory that the reading took.
   */
  async #readInThread({ module, name }: BodyReader<unknown>, raw: RawBody): Promise<BodyResult> {
    if (this.#isClosed) throw new Error('the server stops: no long body is read any more')
    const worker = new Worker(new URL(moduleUrl('body-thread')))
    this.#worker = worker
    try {
      return await new Promise<BodyResult>((resolve, reject) => {
        worker.once('message', resolve).once('error', reject)
        worker.once('exit', () => reject(new Error('the thread that reads a long body ended')))
        const job: BodyJob = { module, name, raw }
        // Memory that holds nothing but the body is handed over to the thread; any other is copied.
        const isWhole = raw.bytes.byteLength === raw.bytes.buffer.byteLength
        worker.postMessage(job, isWhole ? [raw.bytes.buffer as ArrayBuffer] : [])
      })
    } finally {
      await worker.terminate()
    }
  }
}

function unwrap<T extends object>(result: BodyResult, errors: readonly ErrorClass[] = []): T {
  if ('error' in result) throw errorOf(result.error, errors)
  const { entries, ...rest } = result.value
  return (entries ? { ...rest, entries: unpackList(entries) } : rest) as T
}

/** Makes the error that was sent, with its class: an error loses its class on the way between threads. */
function errorOf({ name, message, stack, fields }: SentError, errors: readonly ErrorClass[] = []): Error {
  const kind = [...errors, Denial, Refusal].find((each) => each.name === name)
  const error = Object.assign(new Error(message), fields, { stack })
  return kind ? Object.setPrototypeOf(error, kind.prototype) : error
}
