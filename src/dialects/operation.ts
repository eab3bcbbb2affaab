import type { HTTPMethods } from 'fastify'
import type { Core } from '../core/core.ts'
import type { RevisedNoun } from '../core/revision/revision.ts'
import type { AnyBodyReader } from './body/body-reader.ts'

/** The data of an operation: all of it but the function that answers. */
export interface OperationFacts {
  /**
   * The vendor's path, or the vendor's own name of the call; unique in the dialect. Its documentation and its example
   * go by this name.
   */
  readonly name: string
  /** The vendor's page about the call. */
  readonly page: string
  readonly routes: readonly { readonly method: HTTPMethods; readonly url: string }[]
  /** The vendor's name of the permission that a credential needs; `null` for none. */
  readonly permission: string | null
  /** The form of the body: `file` is a file, as a part of a multipart body or as the body itself. */
  readonly consumes: 'json' | 'multipart' | 'file'
  /** Whether the body may be as long as `bodyLimit` allows; else it may have 1 MiB at most. */
  readonly takesLongBody: boolean
  /** The noun of the one thing that the call changes, where that has a revision: `If-Match` is about it. */
  readonly revises?: RevisedNoun | undefined
  /** The reader of the body, where the body may be long. */
  readonly reader?: AnyBodyReader
}

/** One call of a vendor's API, as data and a function. */
export interface Operation<Call, Answer> extends OperationFacts {
  readonly handle: (core: Core, call: Call) => Promise<Answer>
}
