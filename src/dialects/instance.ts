import Fastify, { type FastifyInstance } from 'fastify'
import { emptyNotes, type RequestObserver } from './request-notes.ts'
import { collapseSlashes, decodable } from './request-url.ts'
import { longestParameter, type PathRules, withoutSchemas } from './router-rules.ts'

/** The options that every HTTP instance has from the server. */
export interface InstanceOptions {
  readonly requestId: () => string
  /** The largest body, in bytes. */
  readonly bodyLimit: number
  /** Proxies whose `X-Forwarded-For` is believed: addresses or networks, comma separated; empty for none. */
  readonly trustProxy: string
  readonly observe: RequestObserver
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
