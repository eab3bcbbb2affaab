import type { Schema } from '../fields.ts'

/** What an operation takes and answers, for the description of the API. */
export interface About {
  readonly summary: string
  /** The schemas of the parameters of its query. */
  readonly query?: Readonly<Record<string, Schema>>
  /** The parameters that must be there. */
  readonly required?: readonly string[]
  readonly body?: Schema
  /** The media types of the file that it takes, beside any other; `text/csv` where nothing is said. */
  readonly takes?: readonly string[]
  /** The schemas of the parameters of its path, where they are no ids of 24 hexadecimal digits. */
  readonly inPath?: Readonly<Record<string, Schema>>
  /** Whether the answer has an ETag, so that a client may ask whether it has it already. */
  readonly isTagged?: boolean
  /** Whether it comes as server-sent events too. */
  readonly hasEvents?: boolean
  /** The media types of the files that it may answer. */
  readonly files?: readonly string[]
  readonly status: 200 | 201 | 204
  /** The schema of the answer; left out for none. */
  readonly answer?: Schema
}
