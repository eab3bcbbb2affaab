import type { EntryList } from '../../core/list/entry-list.ts'
import type { PackedList } from './packed-list.ts'

/** The facts of a body that its reader may ask for. They are plain data, since another thread may read the body. */
export interface BodyHead {
  readonly contentType?: string | undefined
  /** The name of the file, as the client gave it. */
  readonly filename?: string | undefined
  /** Facts that do not come from the client, for a reader that asks for them. */
  readonly options?: unknown
}

/** The body of a request, whole. */
export interface RawBody extends BodyHead {
  readonly bytes: Buffer
}

/** The body of a request, as it comes. */
export interface LongBody extends BodyHead {
  /** Bytes that come at the most. */
  readonly length: number
  /** The bytes, once. */
  readonly pieces: AsyncIterable<Uint8Array>
}

/** The meaning of a body: plain data. `entries` is the list that the body brings, where it brings one. */
export type ReadBody = Readonly<Record<string, unknown>> & { readonly entries?: EntryList | undefined }

/**
 * A message to the thread that reads. A job is a body: it begins, gets its bytes, and ends. Each of the three is
 * answered before the next is sent. `drop` ends a job that nobody waits for any more, and is not answered.
 */
export type JobMessage =
  | {
      readonly job: number
      readonly kind: 'begin'
      readonly module: string
      readonly name: string
      readonly head: BodyHead
    }
  | { readonly job: number; readonly kind: 'piece'; readonly bytes: Uint8Array }
  | { readonly job: number; readonly kind: 'end' }
  | { readonly job: number; readonly kind: 'drop' }

/** An answer of the thread: the next message may come, the meaning of the body, or the error that refuses it. */
export type JobAnswer = { readonly job: number } & (
  | { readonly kind: 'goOn' }
  | {
      readonly kind: 'value'
      readonly value: Readonly<Record<string, unknown>> & { readonly entries?: PackedList }
    }
  | { readonly kind: 'error'; readonly error: SentError }
)

/** An error on its way between threads. It loses its class there: `name` tells which class it was. */
export interface SentError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  readonly fields: Readonly<Record<string, unknown>>
}
