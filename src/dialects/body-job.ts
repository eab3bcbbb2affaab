import type { EntryList } from '../core/list/entry-list.ts'
import type { PackedList } from './packed-list.ts'

/** A body as it came. */
export interface RawBody {
  readonly bytes: Buffer
  readonly contentType?: string | undefined
  /** The name of a file, as the client gave it. */
  readonly filename?: string
}

/** The meaning of a body: plain data, and in `entries` the list that it brings. */
export type ReadBody = Readonly<Record<string, unknown>> & { readonly entries?: EntryList | undefined }

/** A body to read, and the function that reads it: the export `name` of `module`. */
export interface BodyJob {
  readonly module: string
  readonly name: string
  readonly raw: RawBody
}

/** The meaning of a body, or the error that refuses it. */
export type BodyResult =
  | { readonly value: Readonly<Record<string, unknown>> & { readonly entries?: PackedList } }
  | { readonly error: SentError }

/** An error as it crosses to another thread, where it loses its class. */
export interface SentError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  readonly fields: Readonly<Record<string, unknown>>
}
