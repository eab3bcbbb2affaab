import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify'
import { nobodyAt } from '../../core/permission/callers.ts'
import { longBody } from '../body-reader.ts'
import type { Dialect, DialectDeps } from '../dialect.ts'
import { originOf } from '../request.ts'
import { dialectName, type Gate, makeGate } from './auth.ts'
import { parseBody } from './body.ts'
import { denials } from './errors.ts'
import { keyForm } from './keys.ts'
import type { Format } from './negotiate.ts'
import type { Lox24Operation } from './operation.ts'
import { operations } from './operations.ts'
import { addCommonHeaders, formatOf, sendAnswer, sendError } from './respond.ts'
import { welcome } from './welcome.ts'

const refusedMethods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']

/** LOX24's API v2: SMS groups and their phones, in JSON and in JSON-LD with Hydra. */
export const lox24: Dialect = {
  name: dialectName,
  title: 'LOX24 API v2',
  prefixes: ['/groups', '/phones', '/me', '/docs.jsonld', '/contexts', '/index.jsonld', '/'],
  operations,
  keyForm,
  mount,
  welcome,
}

async function mount(app: FastifyInstance, deps: DialectDeps): Promise<void> {
  const gate = makeGate(deps.core, deps.settings.signInBlock)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: FastifyRequest, bytes: Buffer) => bytes)
  app.addHook('onRequest', async (request, reply) => {
    addCommonHeaders(request, reply)
    await gate.checkAddress(request)
  })
  app.setErrorHandler(sendError)
  app.setNotFoundHandler(() => {
    throw denials.route()
  })
  for (const operation of operations) addRoutes(app, deps, gate, operation)
  addMethodRefusals(app)
}

function addRoutes(app: FastifyInstance, deps: DialectDeps, gate: Gate, operation: Lox24Operation): void {
  const clientIds = new WeakMap<FastifyRequest, string>()
  const formatFor = (request: FastifyRequest): Format => operation.fixedFormat ?? formatOf(request)
  const { bodyLimit = longBody } = app.initialConfig
  for (const { method, url } of operation.routes) {
    app.route({
      bodyLimit: operation.takesList ? bodyLimit : Math.min(bodyLimit, longBody),
      method: method === 'GET' ? ['GET', 'HEAD'] : method,
      url,
      onRequest: async (request) => {
        request.notes.operation = operation.name
        formatFor(request)
        if (!operation.isOpen) clientIds.set(request, await gate.admit(request))
      },
      handler: async (request, reply) => {
        const caller = operation.isOpen ? nobody : request.notes.caller
        if (!caller) throw new Error('a request came through without signing in')
        const format = formatFor(request)
        const answer = await operation.answer(deps.core, {
          caller,
          clientId: clientIds.get(request) ?? '',
          params: paramsOf(request, url),
          query: request.query as Record<string, unknown>,
          body: () => parseBody({ contentType: request.headers['content-type'], bytes: bytesOf(request) }),
          read: (reader) =>
            deps.bodies.read(reader, { contentType: request.headers['content-type'], bytes: bytesOf(request) }),
          origin: originOf(request),
          format,
          settings: deps.settings,
        })
        return sendAnswer(reply, answer, format)
      },
    })
  }
}

/** Who asks for what needs no signing in: somebody without any data. */
const nobody = nobodyAt(dialectName)

/** The parameters of the path; the one that ends it without its suffix. */
function paramsOf(request: FastifyRequest, url: string): Readonly<Record<string, string>> {
  const params = { ...(request.params as Record<string, string>) }
  const last = /\/:(\w+)$/.exec(url)?.[1]
  const value = last && params[last]
  if (last && value) params[last] = value.replace(/\.[^.]*$/, '')
  return params
}

function bytesOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

/** Answers 405 where a path is known and its method is not, before anybody has to sign in. */
function addMethodRefusals(app: FastifyInstance): void {
  const allowed = new Map<string, HTTPMethods[]>()
  for (const { method, url } of operations.flatMap((operation) => operation.routes)) {
    allowed.set(url, [...(allowed.get(url) ?? []), method])
  }
  for (const [url, methods] of allowed) {
    app.route({
      method: refusedMethods.filter((method) => !app.hasRoute({ method, url })),
      url,
      onRequest: async () => {
        throw denials.method(methods.join(', '))
      },
      handler: () => undefined,
    })
  }
}
