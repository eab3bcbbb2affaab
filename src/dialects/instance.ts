import Fastify, { type FastifyInstance } from 'fastify'
import { emptyNotes, type RequestObserver } from './request-notes.ts'
import { collapseSlashes, decodable } from './request-url.ts'

/** Characters of a parameter of a path: as long as a path may be, so that the dialect answers an id that is too long, and not the library. */
export const longestParameter = 65_536

const noSchemas = (): never => {
  throw new Error('no route has a schema')
}

/** For an instance whose routes have no schemas: the libraries of schemas are a tenth of all that a start would load. */
export const withoutSchemas = { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } }

/** The options that every HTTP instance has from the server. */
export interface InstanceOptions {
  readonly requestId: () => string
  /** The largest body, in bytes. */
  readonly bodyLimit: number
  /** Proxies whose `X-Forwarded-For` is believed: addresses or networks, comma separated; empty for none. */
  readonly trustProxy: string
  readonly observe: RequestObserver
}

/** The rules by which the paths of a dialect are matched, where not letter by letter. */
export interface PathRules {
  readonly caseSensitive?: boolean
  readonly ignoreTrailingSlash?: boolean
  /** Whether `/a//b` is another path than `/a/b`; else the two are one. */
  readonly keepsDoubledSlashes?: boolean
}

/**
 * Makes the HTTP instance of one dialect. Each dialect has its own, so that no parser, path rule or error answer of one
 * holds for another.
 */
export function makeInstance(
  { requestId, bodyLimit, trustProxy, observe }: InstanceOptions,
  { keepsDoubledSlashes = false, ...router }: PathRules = {},
): FastifyInstance {
  const app = Fastify({
    logger: false,
    genReqId: requestId,
    bodyLimit,
    trustProxy: trustProxy === '' ? false : trustProxy,
    routerOptions: { maxParamLength: longestParameter, ...router },
    schemaController: withoutSchemas,
    rewriteUrl({ url = '/' }) {
      return decodable(keepsDoubledSlashes ? url : collapseSlashes(url))
    },
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
  })
  app.decorateRequest('notes')
  app.addHook('onRequest', (request, _reply, done) => {
    request.notes = emptyNotes()
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    observe(request, reply)
    done()
  })
  return app
}
