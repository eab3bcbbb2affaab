import type { EntryList } from '../core/list/entry-list.ts'
import type { PackedList } from './packed-list.ts'

/** The body of a request, as it came. */
export interface RawBody {
  readonly bytes: Buffer
  readonly contentType?: string | undefined
  /** The name of the file, as the client gave it. */
  readonly filename?: string
}

/** The meaning of a body: plain data. `entries` is the list that the body brings, where it brings one. */
export type ReadBody = Readonly<Record<string, unknown>> & { readonly entries?: EntryList | undefined }

/**
 * A body to read, and the function that reads it: the export `name` of `module`, as `readPlainBody` of `simotel/body`.
 */
export interface BodyJob {
  readonly module: string
  readonly name: string
  readonly raw: RawBody
}

/** The answer of the thread: the meaning of the body, or the error that refuses it. */
export type BodyResult =
  | { readonly value: Readonly<Record<string, unknown>> & { readonly entries?: PackedList } }
  | { readonly error: SentError }

/** An error on its way between threads. It loses its class there: `name` tells which class it was. */
export interface SentError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  readonly fields: Readonly<Record<string, unknown>>
}
