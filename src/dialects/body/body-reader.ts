import type { BodyHead, RawBody } from './body-job.ts'
import type { ReaderTools } from './reader-tools.ts'

/**
 * The name of a reader, by which another thread finds it: the export `name` of `module`. A module is named from the
 * folder of the dialects and without its ending, as `simotel/body`.
 */
export interface AnyBodyReader {
  readonly module: string
  readonly name: string
}

/** A reader of bodies: its name for another thread, and its two functions. Both refuse in the same words. */
export interface BodyReader<T> extends AnyBodyReader {
  /** Reads a short body, whole. */
  readonly read: (raw: RawBody, tools: ReaderTools) => T | Promise<T>
  /** Begins to read a body that comes in pieces. */
  readonly begin: (head: BodyHead, tools: ReaderTools) => Reading<T>
  /** Bytes from which on a body is read in another thread, where fewer than a long body's take their time. */
  readonly asideFrom?: number
  /**
   * The classes of the errors that the reader throws, beside `Refusal` and `Denial`. An error that comes from another
   * thread gets its class back from here.
   */
  readonly errors?: readonly ErrorClass[]
}

/** A body that is being read. It keeps what the bytes mean, not the bytes. */
export interface Reading<T> {
  /** Takes the next bytes. Throws the refusal of the body as soon as it is known. */
  write(piece: Uint8Array): void | Promise<void>
  /** Returns the meaning of the body, once all its bytes were written. */
  end(): T | Promise<T>
  /** Lets go of what the reading holds, where it does not come to its end. */
  drop?(): void
}

/** A class of errors, as far as an error needs it back. */
export interface ErrorClass {
  readonly name: string
  readonly prototype: Error
}
