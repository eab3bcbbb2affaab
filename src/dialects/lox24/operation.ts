import type { Core } from '../../core/core.ts'
import type { BodyReader } from '../body-reader.ts'
import type { Call, Operation } from '../dialect.ts'
import type { Answer } from './answer.ts'
import type { ParsedBody } from './body.ts'
import type { Format } from './negotiate.ts'

/** What a handler knows of a request beside what every dialect's does. */
export interface Lox24Call extends Call {
  /** Reads the body when it is wanted: a thing that does not exist is answered before a body that is wrong. */
  readonly body: () => ParsedBody
  /** The same where the body may be long. */
  readonly read: <T extends object>(reader: BodyReader<T>) => Promise<T>
  readonly format: Format
  /** The client id that it was signed in with; empty where nobody has to sign in. */
  readonly clientId: string
  /** Scheme and host that the request came to. */
  readonly origin: string
}

/** An operation of this dialect. */
export interface Lox24Operation extends Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  /** Whether it is answered without signing in. */
  readonly isOpen: boolean
  readonly takesList: boolean
  /** The format of an answer in which a client has no choice; for a file that of its errors. */
  readonly fixedFormat: Format | undefined
  readonly answer: (core: Core, call: Lox24Call) => Promise<Answer>
}

interface OperationShape {
  /** The vendor's operation id. */
  readonly name: string
  readonly method: Lox24Operation['method']
  readonly url: string
  /** The page of the vendor's documentation; the operation's own where it is not said. */
  readonly page?: string
  /** Whether the path may end in `.json` and `.jsonld`. An ending of a parameter is always understood. */
  readonly hasSuffix?: true
  /** Another path that it answers at. */
  readonly alsoAt?: string
  readonly isOpen?: true
  /** Whether its body may bring a list, and so be as long as the settings allow. */
  readonly takesList?: true
  readonly fixedFormat?: Format
  readonly answer: Lox24Operation['answer']
}

/** Makes an operation. Keys of this vendor have no permissions: who is signed in may call all of them. */
export function operation(shape: OperationShape): Lox24Operation {
  const { name, method, url, answer } = shape
  const urls = [url, ...(shape.hasSuffix ? [`${url}.:format`] : []), ...(shape.alsoAt ? [shape.alsoAt] : [])]
  return {
    name,
    method,
    url,
    answer,
    page: shape.page ?? `https://doc.lox24.eu/api/operations/${name.toLowerCase()}/`,
    routes: urls.map((each) => ({ method, url: each })),
    permission: null,
    consumes: 'json',
    isOpen: shape.isOpen ?? false,
    takesList: shape.takesList ?? false,
    fixedFormat: shape.fixedFormat,
    handle: (core, call) => answer(core, call as Lox24Call),
  }
}
