import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Core } from '../core/core.ts'
import { findWaiting } from '../core/effect/find-waiting.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import { serverItself } from '../core/permission/callers.ts'
import { emptyNotes } from '../dialects/request-notes.ts'
import type { Metrics } from './metrics.ts'

/** The paths that belong to no vendor. */
export const webPaths = ['/healthz', '/metrics'] as const

const server = serverItself('health', ['effect.find'])

export interface WebDeps {
  readonly core: Core
  /** Undefined where there is none. */
  readonly pbx: Pick<Pbx, 'isConnected'> | undefined
  readonly metrics: Metrics
  readonly requestId: () => string
  readonly observe: (request: FastifyRequest, reply: FastifyReply) => void
  /** The prefixes of each dialect, as the answer to a wrong path names them. */
  readonly dialectPaths: Readonly<Record<string, readonly string[]>>
}

/** Mounts the paths that belong to no vendor: health, metrics, and the answer to unknown paths. */
export async function mountWeb(deps: WebDeps): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, genReqId: deps.requestId, forceCloseConnections: 'idle' })
  app.decorateRequest('notes')
  app.addHook('onRequest', async (request) => {
    request.notes = emptyNotes()
  })
  app.addHook('onResponse', async (request, reply) => deps.observe(request, reply))
  app.get(webPaths[0], async (request, reply) => {
    try {
      // Read from the book itself, never from memory.
      await deps.core.store.changes.newest(null, {}, 1)
      const waiting = await findWaiting(deps.core, server)
      const outbox = Object.values(waiting).reduce((sum, { count }) => sum + count, 0)
      // A PBX that is away is no reason to take this server out of service.
      return { status: 'ok', pbx: deps.pbx ? (deps.pbx.isConnected() ? 'connected' : 'away') : 'off', outbox }
    } catch (error) {
      request.notes.error = error instanceof Error ? error : new Error(String(error))
      return reply.code(503).send({ status: 'unavailable', message: 'the store cannot be read' })
    }
  })
  app.get(webPaths[1], async (_request, reply) => reply.type(deps.metrics.contentType).send(await deps.metrics.text()))
  app.setNotFoundHandler(async (request, reply) => {
    request.notes.reason = 'nothing answers at this path'
    return reply
      .code(404)
      .send({ error: 'not_found', message: 'nothing answers at this path', dialects: deps.dialectPaths })
  })
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return reply.code(status).send({ error: 'bad_request', message: error.message })
    request.notes.error = error
    return reply.code(500).send({ error: 'internal', message: 'internal error' })
  })
  await app.ready()
  return app
}
