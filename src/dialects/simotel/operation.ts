import type { Readable } from 'node:stream'
import type { HTTPMethods } from 'fastify'
import type { Core } from '../../core/core.ts'
import type { BodyReader } from '../body-reader.ts'
import type { Call, Operation } from '../dialect.ts'
import type { Annotated, Envelope } from './envelope.ts'

/**
 * Where the same operations answer: clients of the vendor's hosted PBX say `v4.1`, a client library drops `v4`, older clients
 * say `v3` (wire/simotel.md §1.1).
 */
const bases = ['/api/v4', '/api/v4.1', '/api/v3', '/api']

/** The verbs of the vendor's version 3, with the action in the path or without. */
const legacyMethods: Readonly<Record<string, HTTPMethods>> = {
  add: 'POST',
  search: 'GET',
  update: 'PUT',
  remove: 'DELETE',
}

interface OperationShape<Body> {
  /** The vendor's path below `/api/v4/`. */
  readonly name: string
  /** The page of the vendor's wiki, below its `docs/developers/`. */
  readonly page: string
  readonly consumes?: Operation['consumes']
  /** Methods that the vendor documents beside POST. */
  readonly alsoBy?: readonly HTTPMethods[]
  /** Where the body may be long; else it is parsed, and the handler reads it. */
  readonly reader?: BodyReader<Body>
  readonly handle: (core: Core, call: Call & { readonly body: Body }) => Promise<Envelope | Annotated | Readable>
}

/** An operation of this dialect: its routes and its permission follow from its name. */
export function operation<Body extends object = object>(shape: OperationShape<Body>): Operation {
  const { name, page, consumes = 'json', alsoBy = [], reader, handle } = shape
  return {
    name,
    page,
    consumes,
    ...(reader && { reader }),
    permission: `/${name}`,
    routes: bases.flatMap((base) => routesBelow(base, name, alsoBy)),
    handle: (core, call) => handle(core, { ...call, body: call.body as Body }),
  }
}

function routesBelow(base: string, name: string, alsoBy: readonly HTTPMethods[]): Operation['routes'] {
  const url = `${base}/${name}`
  const collection = url.slice(0, url.lastIndexOf('/'))
  const legacy = legacyMethods[url.slice(collection.length + 1)]
  const methods = new Set<HTTPMethods>(['POST', ...alsoBy, ...(legacy ? [legacy] : [])])
  const routes = [...methods].map((method) => ({ method, url }))
  return legacy ? [...routes, { method: legacy, url: collection }] : routes
}
