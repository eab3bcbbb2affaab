import { readFile } from 'node:fs/promises'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { emptyNotes } from '../dialects/request-notes.ts'
import { withoutSchemas } from '../dialects/router-rules.ts'
import type { Metrics } from './metrics.ts'
import { type Probes, reasonOf } from './probes.ts'

/** The paths that belong to no vendor. */
export const webPaths = ['/livez', '/readyz', '/healthz', '/metrics'] as const

/** The path below which the descriptions of the dialects are. */
export const descriptionsPath = '/book/openapi'

/** The folder of the descriptions, which `scripts/openapi.ts` writes. */
const descriptions = new URL('../../openapi/', import.meta.url)

export type WebPath = (typeof webPaths)[number]

/**
 * The paths that stay on the public port where health and metrics have a port of their own. A balancer asks the port to which
 * it sends requests, and learns nothing more than whether it may.
 */
export const publicWebPaths: readonly WebPath[] = ['/livez', '/readyz']

export interface WebDeps {
  readonly probes: Probes
  readonly metrics: Metrics
  readonly requestId: () => string
  readonly observe: (request: FastifyRequest, reply: FastifyReply) => void
  /** The prefixes of each dialect, as the answer to a wrong path names them. */
  readonly dialectPaths: Readonly<Record<string, readonly string[]>>
  /** The dialects whose descriptions in OpenAPI are shown. These tell nothing of a book: nobody signs in for them. */
  readonly described?: readonly string[]
}

/** Mounts those of the paths that belong to no vendor, and the answer to unknown paths. */
export async function mountWeb(paths: readonly WebPath[], deps: WebDeps): Promise<FastifyInstance> {
  const { probes, metrics } = deps
  const { default: Fastify } = await import('fastify')
  const app = Fastify({
    logger: false,
    genReqId: deps.requestId,
    schemaController: withoutSchemas,
    forceCloseConnections: 'idle',
  })
  app.decorateRequest('notes')
  app.addHook('onRequest', async (request) => {
    request.notes = emptyNotes()
  })
  app.addHook('onResponse', async (request, reply) => deps.observe(request, reply))
  const answers: Readonly<Record<WebPath, (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>>> = {
    '/livez': async () => ({ status: 'ok' }),
    '/readyz': (request, reply) => answerProbe(probes.ready(), request, reply),
    '/healthz': (request, reply) => answerProbe(probes.health(), request, reply),
    '/metrics': async (_request, reply) => {
      const { contentType, text } = await metrics.text()
      return reply.type(contentType).send(text)
    },
  }
  for (const path of paths) app.get(path, answers[path])
  for (const name of deps.described ?? []) {
    app.get(`${descriptionsPath}/${name}.json`, async (_request, reply) => {
      // Pages that show descriptions load them from anywhere.
      reply.header('Access-Control-Allow-Origin', '*').type('application/json; charset=utf-8')
      return readFile(new URL(`${name}.json`, descriptions))
    })
  }
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

async function answerProbe(answer: Promise<object>, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  try {
    return await answer
  } catch (error) {
    request.notes.error = error instanceof Error ? error : new Error(String(error))
    return reply.code(503).send({ status: 'unavailable', message: reasonOf(error) })
  }
}
