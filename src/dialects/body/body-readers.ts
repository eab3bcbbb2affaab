import { availableParallelism } from 'node:os'
import { Refusal } from '../../core/errors.ts'
import { Denial } from '../denial.ts'
import type { BodyHead, LongBody, RawBody, SentError } from './body-job.ts'
import type { BodyReader, ErrorClass } from './body-reader.ts'
import { unpackList } from './packed-list.ts'
import { inOnePiece, inPieces } from './pieces.ts'
import { type JobEnd, ReaderThread } from './reader-thread.ts'
import type { ReaderTools, ToolSet } from './reader-tools.ts'
import { Seats } from './seats.ts'

/**
 * Bytes from which on a body is long: it is read piece by piece in another thread. A smaller body is read within a few
 * milliseconds. A body without a list never needs as many: the limits of its texts are far below.
 */
export const longBody = 1024 * 1024

/** Bytes that a thread reads at a time, within a few milliseconds. Then it is another body's turn. */
const pieceSize = 256 * 1024

const mebi = 1024 * 1024

/** The room for long bodies. A body of good numbers takes about twice its length while it is read and written. */
const room = { all: 160 * mebi, perAccount: 64 * mebi, kept: 32 * mebi, small: 8 * mebi, patience: 120_000 }

/** The request of a body: whose it is, and whether its client has gone. */
export interface Visit {
  readonly accountId: number
  readonly isGone: () => boolean
}

/** Reads bodies. Long bodies are read in threads, so that no other request waits for them. */
export class BodyReaders {
  readonly #seats = new Seats(room)
  /** As many threads as there are cores to spare. */
  readonly #threads: readonly ReaderThread[]
  readonly #tools: ReaderTools

  constructor({ tools, module }: ToolSet) {
    this.#tools = tools
    this.#threads = Array.from({ length: Math.max(availableParallelism() - 1, 1) }, () => new ReaderThread(module))
  }

  /**
   * Waits until a body may be read and its list be written, and returns the function that tells that both are done. A
   * short body never waits.
   *
   * @throws NoSeat for a long body that has waited too long.
   */
  async enter(body: RawBody | LongBody | undefined, { accountId, isGone }: Visit): Promise<() => void> {
    return body && 'pieces' in body ? this.#seats.take(accountId, body.length, isGone) : () => undefined
  }

  /** Reads a body. The errors of the reader are thrown here, also those from another thread. */
  async read<T extends object>(reader: BodyReader<T>, body: RawBody | LongBody): Promise<T> {
    if ('pieces' in body) return this.#readAside(reader, body, body.pieces)
    const { bytes } = body
    return bytes.length < (reader.asideFrom ?? longBody)
      ? reader.read(body, this.#tools)
      : this.#readAside(reader, body, inOnePiece(bytes))
  }

  /** Ends the threads that read. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }

  /** Reads a body in the thread that has least to do. */
  async #readAside<T extends object>(
    reader: BodyReader<T>,
    { contentType, filename, options }: BodyHead,
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<T> {
    const [first, ...others] = this.#threads
    const thread = others.reduce((best, each) => (each.jobs < best.jobs ? each : best), first as ReaderThread)
    return meaningOf(
      await thread.read(reader, { contentType, filename, options }, inPieces(chunks, pieceSize)),
      reader.errors,
    )
  }
}

function meaningOf<T extends object>(end: JobEnd, errors: readonly ErrorClass[] = []): T {
  if (end.kind === 'error') throw errorOf(end.error, errors)
  const { entries, ...rest } = end.value
  return (entries ? { ...rest, entries: unpackList(entries) } : rest) as T
}

/** Makes the error that was sent, with its class: an error loses its class on the way between threads. */
function errorOf({ name, message, stack, fields }: SentError, errors: readonly ErrorClass[]): Error {
  const kind = [...errors, Denial, Refusal].find((each) => each.name === name)
  const error = Object.assign(new Error(message), fields, { stack })
  return kind ? Object.setPrototypeOf(error, kind.prototype) : error
}
