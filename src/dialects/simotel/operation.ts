import type { Readable } from 'node:stream'
import type { HTTPMethods } from 'fastify'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import type { BodyReader } from '../body/body-reader.ts'
import type { Call } from '../call.ts'
import type { Operation } from '../operation.ts'
import type { About } from './about.ts'
import { plainReader } from './body.ts'
import type { Annotated, Envelope, FileAnswer } from './envelope.ts'
import { denials } from './errors.ts'
import type { SimotelSettings } from './settings.ts'

/**
 * The base paths at which every operation answers. Clients of the vendor's hosted PBX say `v4.1`, a client library
 * drops `v4`, older clients say `v3` (docs/wire/simotel.md §1.1).
 */
export const bases = ['/api/v4', '/api/v4.1', '/api/v3', '/api']

/**
 * The methods of the vendor's version 3, by action. Its paths may leave the action out: `PUT /api/v3/pbx/users` is `PUT
 * /api/v3/pbx/users/update`.
 */
const legacyMethods: Readonly<Record<string, HTTPMethods>> = {
  add: 'POST',
  search: 'GET',
  update: 'PUT',
  remove: 'DELETE',
}

/** A request as a handler of this dialect knows it. */
export interface SimotelCall extends Call {
  readonly settings: SimotelSettings
}

/**
 * The answer of an operation: an envelope, an envelope with headers of our own beside it, an envelope that is
 * written in parts, or a file.
 */
export type SimotelAnswer = Envelope | Annotated | FileAnswer | Readable | Uint8Array

/** An operation of this dialect. */
export type SimotelOperation = Operation<SimotelCall, SimotelAnswer> & {
  readonly consumes: 'json' | 'multipart'
  readonly bodyIsOptional: boolean
  readonly about: () => About
}

interface OperationShape {
  /** The vendor's path below `/api/v4/`, as `pbx/users/add`. */
  readonly name: string
  /** The page of the vendor's wiki, below its developer pages (docs/wire/simotel.md). */
  readonly page: string
  readonly consumes?: SimotelOperation['consumes']
  readonly revises?: SimotelOperation['revises']
  /** Methods that the vendor documents beside POST. */
  readonly alsoBy?: readonly HTTPMethods[]
  /** Whether a request without a body counts as one with `{}`, as every GET does. */
  readonly bodyIsOptional?: boolean
  readonly about: () => About
}

interface PlainShape extends OperationShape {
  readonly handle: (core: Core, call: SimotelCall & { readonly body: object }) => Promise<SimotelAnswer>
}

interface ListShape<Body extends object> extends OperationShape {
  readonly reader: BodyReader<Body>
  readonly handle: (core: Core, call: SimotelCall & { readonly body: Body }) => Promise<SimotelAnswer>
}

/** Makes an operation whose body is an object without a list. The handler reads the fields of the body. */
export function operation({ handle, ...shape }: PlainShape): SimotelOperation {
  return {
    ...facts(shape),
    reader: plainReader,
    async handle(core, call) {
      if (call.hasBody) return handle(core, { ...call, body: await call.read(plainReader) })
      if (call.method !== 'GET' && !shape.bodyIsOptional) throw denials.content('the body is empty')
      return handle(core, { ...call, body: {} })
    },
  }
}

/** Makes an operation whose body brings a list, or is a file with a list. Its reader may run in another thread. */
export function listOperation<Body extends object>({ handle, reader, ...shape }: ListShape<Body>): SimotelOperation {
  return {
    ...facts(shape),
    reader,
    async handle(core, call) {
      if (call.hasBody) return handle(core, { ...call, body: await call.read(reader) })
      if (shape.consumes !== 'multipart') throw denials.content('the body is empty')
      throw new Refusal('missing_value', 'send the file as the multipart part "file"', 'file')
    },
  }
}

/** The data of an operation. Its routes and its permission follow from its name. */
function facts({
  name,
  page,
  consumes = 'json',
  revises,
  alsoBy = [],
  bodyIsOptional = false,
  about,
}: OperationShape): Omit<SimotelOperation, 'handle'> {
  return {
    name,
    page,
    consumes,
    revises,
    bodyIsOptional,
    about,
    permission: `/${name}`,
    takesLongBody: true,
    routes: bases.flatMap((base) => routesBelow(base, name, alsoBy)),
  }
}

function routesBelow(base: string, name: string, alsoBy: readonly HTTPMethods[]): SimotelOperation['routes'] {
  const url = `${base}/${name}`
  const collection = url.slice(0, url.lastIndexOf('/'))
  const legacy = legacyMethods[url.slice(collection.length + 1)]
  const methods = new Set<HTTPMethods>(['POST', ...alsoBy, ...(legacy ? [legacy] : [])])
  const routes = [...methods].map((method) => ({ method, url }))
  return legacy ? [...routes, { method: legacy, url: collection }] : routes
}
