import { Worker } from 'node:worker_threads'
import { Refusal } from '../core/errors.ts'
import type { BodyJob, BodyResult, RawBody, SentError } from './body-job.ts'
import { Denial } from './denial.ts'
import { moduleUrl } from './module-url.ts'
import { unpackList } from './packed-list.ts'

/**
 * Bytes from which on a body is read in a thread of its own. Reading a smaller one takes a few milliseconds. No body needs
 * more that brings no list: the limits of its texts are far below.
 */
export const longBody = 1024 * 1024

/** A reader of bodies, named so that another thread can call it: `module` from this folder and without its ending, `name` of the export. */
export interface AnyBodyReader {
  readonly module: string
  readonly name: string
}

/** A reader with its function. */
export interface BodyReader<T> extends AnyBodyReader {
  readonly read: (raw: RawBody) => T | Promise<T>
  /** The classes of its own errors, beside refusals and denials. */
  readonly errors?: readonly ErrorClass[]
}

interface ErrorClass {
  readonly name: string
  readonly prototype: Error
}

/** Reads bodies, long ones in a thread of their own: nobody else waits for them. */
export class BodyReaders {
  #worker: Worker | undefined
  #last: Promise<unknown> = Promise.resolve()

  /** What the body says, or throws what the reader throws, whatever its length. A long body is gone afterwards. */
  async read<T extends object>(reader: BodyReader<T>, raw: RawBody): Promise<T> {
    if (raw.bytes.length < longBody) return reader.read(raw)
    // One after another: the memory of one long body at a time is enough.
    const result = this.#last.then(() => this.#readInThread(reader, raw))
    this.#last = result.catch(() => undefined)
    return unwrap(await result, reader.errors)
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  /** A new thread for each: it takes a tenth of a second, and all memory that reading took goes with it. */
  async #readInThread({ module, name }: BodyReader<unknown>, raw: RawBody): Promise<BodyResult> {
    const worker = new Worker(new URL(moduleUrl('body-thread')))
    this.#worker = worker
    try {
      return await new Promise<BodyResult>((resolve, reject) => {
        worker.once('message', resolve).once('error', reject)
        worker.once('exit', () => reject(new Error('the thread that reads a long body ended')))
        const job: BodyJob = { module, name, raw }
        // A long body has its memory for itself: it is handed over, not copied.
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

/** Errors lose their class on the way between threads. */
function errorOf({ name, message, stack, fields }: SentError, errors: readonly ErrorClass[] = []): Error {
  const kind = [...errors, Denial, Refusal].find((each) => each.name === name)
  const error = Object.assign(new Error(message), fields, { stack })
  return kind ? Object.setPrototypeOf(error, kind.prototype) : error
}
