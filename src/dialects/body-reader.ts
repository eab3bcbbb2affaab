import { Worker } from 'node:worker_threads'
import { Refusal } from '../core/errors.ts'
import type { EntryList } from '../core/list/entry-list.ts'
import type { BodyJob, BodyResult, SentError } from './body-thread.ts'
import { unpackList } from './packed-list.ts'

/**
 * Bytes from which on a body is read in a thread of its own. Reading a smaller one takes a few milliseconds. No body needs
 * more that brings no list: the limits of its texts are far below.
 */
export const longBody = 1024 * 1024

/** A body as it came. */
export interface RawBody {
  readonly bytes: Buffer
  readonly contentType?: string | undefined
  /** Of a file, as the client named it. */
  readonly filename?: string
}

/** What a body says; the list that it brings stands in `entries`. All else must be plain data. */
export type ReadBody = Readonly<Record<string, unknown>> & { readonly entries?: EntryList | undefined }

/** How a body is read: by a function that `module` exports under this name, so that another thread can call it as well. */
export interface BodyReader<T> {
  readonly module: string
  readonly name: string
  readonly read: (raw: RawBody) => T | Promise<T>
  /** The classes of what it throws beside refusals. */
  readonly denials: readonly ErrorClass[]
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
    return unwrap(await result, reader.denials)
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  /** A new thread for each: it takes a tenth of a second, and all memory that reading took goes with it. */
  async #readInThread({ module, name }: BodyReader<unknown>, raw: RawBody): Promise<BodyResult> {
    // The same ending as this file has: .ts in a checkout, .js in the package.
    const worker = new Worker(new URL(import.meta.url.replace('body-reader', 'body-thread')))
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

function unwrap<T extends object>(result: BodyResult, denials: readonly ErrorClass[]): T {
  if ('error' in result) throw errorOf(result.error, denials)
  const { entries, ...rest } = result.value
  return (entries ? { ...rest, entries: unpackList(entries) } : rest) as T
}

/** Errors lose their class on the way between threads. */
function errorOf({ name, message, stack, fields }: SentError, denials: readonly ErrorClass[]): Error {
  const kind = [Refusal, ...denials].find((each) => each.name === name)
  const error = Object.assign(new Error(message), fields, { stack })
  return kind ? Object.setPrototypeOf(error, kind.prototype) : error
}
