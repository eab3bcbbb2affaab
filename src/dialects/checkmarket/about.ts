import type { Schema } from '../fields.ts'
import { string } from '../schemas.ts'

/** What an operation takes and answers, for the description of the API. */
export interface About {
  readonly summary: string
  /** The schemas of the parameters of its query. */
  readonly query?: Readonly<Record<string, Schema>>
  readonly body?: Schema
  /** The schema of `Data`, without the envelope. */
  readonly data: Schema
  /** Whether `Data` is a page of a list. */
  readonly isList?: true
  /** Whether `data` is the whole answer, without an envelope. */
  readonly isBare?: true
}

/** The query of contacts: what is shown with them. */
export const expandQuery = { expand: { ...string, description: 'Groups, Surveys, or both with a comma' } } as const
