import type { HTTPMethods } from 'fastify'
import type { Core } from '../core/core.ts'
import type { AnyBodyReader } from './body-reader.ts'

/** All of an operation but the function that answers it. */
export interface OperationFacts {
  /** Unique in the dialect: the vendor's path, or the vendor's own name. Its documentation and its example go by it. */
  readonly name: string
  /** The vendor's page of the call. */
  readonly page: string
  readonly routes: readonly { readonly method: HTTPMethods; readonly url: string }[]
  /** The vendor's name of the permission that a credential needs; `null` for none. */
  readonly permission: string | null
  readonly consumes: 'json' | 'multipart'
  /** Whether its body may be as long as the settings allow; else 1 MiB is the limit. */
  readonly takesLongBody: boolean
  /** The reader of a body that may be long. */
  readonly reader?: AnyBodyReader
}

/** One call of a vendor's API, as data and a function. */
export interface Operation<Call, Answer> extends OperationFacts {
  readonly handle: (core: Core, call: Call) => Promise<Answer>
}
