import type { HTTPMethods } from 'fastify'
import type { Core } from '../../core/core.ts'
import type { SignInRecord } from '../../core/credential/credential.ts'
import type { Permission } from '../../core/permission/permission.ts'
import type { AnyBodyReader } from '../body/body-reader.ts'
import type { Call } from '../call.ts'
import type { Operation } from '../operation.ts'
import type { About } from './about.ts'

/** The path below which the API answers. */
export const base = '/book/api/v1'

/** A request as a handler of this dialect knows it. */
export interface BookCall extends Call {
  /** The key that signed in. */
  readonly key: SignInRecord
}

/** An answer: JSON, with the revision of what it shows where that has one; nothing with 204; or events that come one by one. */
export type BookAnswer =
  | { readonly status: 200; readonly body: object; readonly revision?: string }
  | { readonly status: 201; readonly body: object; readonly location: string; readonly revision?: string }
  | { readonly status: 204 }
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
