import type { Core } from '../../core/core.ts'
import type { BodyReader } from '../body-reader.ts'
import type { Call } from '../call.ts'
import type { Operation } from '../operation.ts'
import type { Answer } from './answer.ts'
import type { ParsedBody } from './body.ts'
import type { Format } from './negotiate.ts'

/** A request as a handler of this dialect knows it. */
export interface Lox24Call extends Call {
  /** Reads the body when it is wanted: a thing that does not exist is answered before a body that is wrong. */
  readonly body: () => ParsedBody
  readonly format: Format
  /** The client id of the key; empty where nobody has to sign in. */
  readonly clientId: string
}

/** An operation of this dialect. */
export interface Lox24Operation extends Operation<Lox24Call, Answer> {
  /** Whether it is answered without signing in. */
  readonly isOpen: boolean
  /** The format of an answer in which a client has no choice; for a file that of its errors. */
  readonly fixedFormat: Format | undefined
}

interface OperationShape {
  /** The vendor's operation id. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  /** The page of the vendor's documentation; the operation's own where it is not said. */
  readonly page?: string
  /** Whether the path may end in `.json` and `.jsonld`. An ending of a parameter is always understood. */
  readonly hasSuffix?: true
  /** Another path that it answers at. */
  readonly alsoAt?: string
  readonly isOpen?: true
  readonly fixedFormat?: Format
  readonly answer: (core: Core, call: Lox24Call) => Promise<Answer>
}

interface ListShape<Body extends object> extends Omit<OperationShape, 'answer'> {
  readonly reader: BodyReader<Body>
  readonly answer: (core: Core, call: Lox24Call & { readonly list: () => Promise<Body> }) => Promise<Answer>
}

/** An operation. Keys of this vendor have no permissions: whoever is signed in may call all of them. */
export function operation({ answer, ...shape }: OperationShape): Lox24Operation {
  return { ...facts(shape), takesLongBody: false, handle: answer }
}

/** An operation whose body may bring a list, and so be as long as the settings allow: `list` reads it. */
export function listOperation<Body extends object>({ answer, reader, ...shape }: ListShape<Body>): Lox24Operation {
  return {
    ...facts(shape),
    takesLongBody: true,
    reader,
    handle: (core, call) => answer(core, { ...call, list: () => call.read(reader) }),
  }
}

function facts(shape: Omit<OperationShape, 'answer'>): Omit<Lox24Operation, 'handle' | 'takesLongBody'> {
  const { name, method, url } = shape
  const urls = [url, ...(shape.hasSuffix ? [`${url}.:format`] : []), ...(shape.alsoAt ? [shape.alsoAt] : [])]
  return {
    name,
    page: shape.page ?? `https://doc.lox24.eu/api/operations/${name.toLowerCase()}/`,
    routes: urls.map((each) => ({ method, url: each })),
    permission: null,
    consumes: 'json',
    isOpen: shape.isOpen ?? false,
    fixedFormat: shape.fixedFormat,
  }
}
