import type { Core } from '../../core/core.ts'
import type { BodyReader } from '../body/body-reader.ts'
import type { Call } from '../call.ts'
import type { Operation } from '../operation.ts'
import type { About } from './about.ts'
import type { Answer } from './answer.ts'
import type { ParsedBody } from './body.ts'
import type { Format } from './negotiate.ts'

/** A request as a handler of this dialect knows it. */
export interface Lox24Call extends Call {
  /**
   * Parses the body. A handler calls it once it has found the thing: an unknown thing is answered before a malformed
   * body.
   */
  readonly body: () => ParsedBody
  readonly format: Format
  /** The client id of the key; empty where nobody has to sign in. */
  readonly clientId: string
  /** The address of the client. */
  readonly address: string
}

/** An operation of this dialect. */
export interface Lox24Operation extends Operation<Lox24Call, Answer> {
  /** Whether the operation is answered without signing in. */
  readonly isOpen: boolean
  /** The format of the answer where a client has no choice. For a file it is the format of its errors. */
  readonly fixedFormat: Format | undefined
  readonly about: () => About
}

interface OperationShape {
  /** The vendor's operation id. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  /** The page of the vendor's documentation; left out for the operation's own page. */
  readonly page?: string
  /** Whether the path may end in `.json` or `.jsonld`. A path that ends in a parameter always may. */
  readonly hasSuffix?: true
  /** Another path of the operation. */
  readonly alsoAt?: string
  readonly isOpen?: true
  readonly revises?: Lox24Operation['revises']
  readonly fixedFormat?: Format
  readonly about: () => About
  readonly answer: (core: Core, call: Lox24Call) => Promise<Answer>
}

interface ListShape<Body extends object> extends Omit<OperationShape, 'answer'> {
  readonly reader: BodyReader<Body>
  readonly answer: (core: Core, call: Lox24Call & { readonly list: () => Promise<Body> }) => Promise<Answer>
}

/** Makes an operation without a list. Keys of this vendor have no permissions: a caller may call every operation. */
export function operation({ answer, ...shape }: OperationShape): Lox24Operation {
  return { ...facts(shape), takesLongBody: false, handle: answer }
}

/**
 * Makes an operation whose body may bring a list, and may therefore be as long as the settings allow. `list` reads the
 * body.
 */
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
    revises: shape.revises,
    isOpen: shape.isOpen ?? false,
    fixedFormat: shape.fixedFormat,
    about: shape.about,
  }
}
