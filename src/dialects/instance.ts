import Fastify, { type FastifyInstance } from 'fastify'
import { emptyNotes, type RequestObserver } from './request-notes.ts'
import { collapseSlashes, decodable } from './request-url.ts'

/** The settings of the server that every HTTP instance has. */
export interface InstanceOptions {
  readonly requestId: () => string
  /** Largest body, in bytes. */
  readonly bodyLimit: number
  /** Proxies whose `X-Forwarded-For` is believed: addresses or networks, comma separated; empty for none. */
  readonly trustProxy: string
  readonly observe: RequestObserver
}

/** How a dialect's paths are matched, where not letter by letter. */
export interface PathRules {
  readonly caseSensitive?: boolean
  readonly ignoreTrailingSlash?: boolean
  /** Whether `//` within a path is another path than `/`; else they are one. */
  readonly keepsDoubledSlashes?: boolean
}

/** Makes the HTTP instance of one dialect: no parser, path rule or error answer leaks into another's. */
export function makeInstance(
  { requestId, bodyLimit, trustProxy, observe }: InstanceOptions,
  { keepsDoubledSlashes = false, ...router }: PathRules = {},
): FastifyInstance {
  const app = Fastify({
    logger: false,
    genReqId: requestId,
    bodyLimit,
    trustProxy: trustProxy === '' ? false : trustProxy,
    // As long as a path may be: an id that is too long is answered by the dialect, not by the library.
    routerOptions: { maxParamLength: 65_536, ...router },
    rewriteUrl({ url = '/' }) {
      return decodable(keepsDoubledSlashes ? url : collapseSlashes(url))
    },
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
  })
  app.decorateRequest('notes')
  app.addHook('onRequest', async (request) => {
    request.notes = emptyNotes()
  })
  app.addHook('onResponse', async (request, reply) => observe(request, reply))
  return app
}
