import type { HTTPMethods } from 'fastify'
import type { Core } from '../../core/core.ts'
import type { SignInRecord } from '../../core/credential/credential.ts'
import type { Permission } from '../../core/permission/permission.ts'
import type { AnyBodyReader } from '../body/body-reader.ts'
import type { Call } from '../call.ts'
import type { ServerSide } from '../dialect.ts'
import type { Operation } from '../operation.ts'
import type { About } from './about.ts'

/** The path below which the API answers. */
export const base = '/book/api/v1'

/** A person whose session opens the API, and the token that each write must bring along. */
export interface SessionPerson {
  readonly name: string
  readonly role: string
  readonly token: string
}

/** A request as a handler of this dialect knows it. */
export interface BookCall extends Call {
  /** The key that signed in; undefined for a person. */
  readonly key: SignInRecord | undefined
  /** The person who signed in on the page; undefined for a key. */
  readonly person: SessionPerson | undefined
  readonly server: ServerSide
  /** The address of the client. */
  readonly address: string
}

interface JsonAnswer {
  readonly body: object
  readonly revision?: string
  /** The body as it is kept for a request that comes again, where it shows a secret once. */
  readonly kept?: object
}

/** An answer: JSON, with the revision of what it shows where that has one; nothing with 204; a file; or events that come one by one. */
export type BookAnswer =
  | ({ readonly status: 200 } & JsonAnswer)
  | ({ readonly status: 201; readonly location: string } & JsonAnswer)
  | { readonly status: 204 }
  | { readonly status: 200; readonly type: string; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly status: 200; readonly events: AsyncIterable<string> }

/** An operation of this dialect. */
export interface BookOperation extends Operation<BookCall, BookAnswer> {
  /** The permissions that a key needs, in the book's own words. */
  readonly needs: readonly Permission[]
  readonly about: () => About
}

interface OperationShape {
  readonly method: Extract<HTTPMethods, 'GET' | 'POST' | 'PATCH' | 'DELETE'>
  /** The path below {@link base}, as `/imports/:id`. */
  readonly path: string
  readonly needs: readonly Permission[]
  readonly consumes?: BookOperation['consumes']
  readonly revises?: BookOperation['revises']
  /** The reader of a body that may be long. */
  readonly reader?: AnyBodyReader
  readonly about: () => About
  readonly answer: (core: Core, call: BookCall) => Promise<BookAnswer>
}

/** Makes an operation. Its name is its method and its path: `GET /book/api/v1/imports/:id`. */
export function operation({
  method,
  path,
  needs,
  consumes = 'json',
  revises,
  reader,
  about,
  answer,
}: OperationShape): BookOperation {
  const url = `${base}${path}`
  return {
    name: `${method} ${url}`,
    page: 'docs/dialects/book.md',
    routes: [{ method, url }],
    permission: needs[0] ?? null,
    needs,
    about,
    consumes,
    takesLongBody: reader !== undefined,
    ...(revises && { revises }),
    ...(reader && { reader }),
    handle: answer,
  }
}
