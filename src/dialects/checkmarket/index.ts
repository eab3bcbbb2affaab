import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { Refusal } from '../../core/errors.ts'
import { longBody } from '../body-reader.ts'
import type { Dialect, DialectDeps } from '../dialect.ts'
import { hasBody, noteRefusal, originOf } from '../request.ts'
import { admit, dialectName } from './auth.ts'
import { type Body, type BodyModel, missingBody, readBody } from './body.ts'
import { Denial, denialOf, denials, errorData, internalError } from './errors.ts'
import { keyForm } from './keys.ts'
import { bareType, readingOf } from './negotiate.ts'
import type { CheckMarketOperation } from './operation.ts'
import { operations } from './operations.ts'
import { queryParameters } from './query.ts'
import { respond } from './respond.ts'
import { welcome } from './welcome.ts'

const answeredMethods: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE']

/** CheckMarket's (later Medallia Agile Research's) API v3: contact groups, their folders and their contacts. */
export const checkmarket: Dialect = {
  name: dialectName,
  title: 'CheckMarket API v3',
  prefixes: ['/3'],
  router: { caseSensitive: false, ignoreTrailingSlash: true },
  operations,
  keyForm,
  mount,
  welcome,
}

function mount(app: FastifyInstance, deps: DialectDeps): void {
  app.removeAllContentTypeParsers()
  // Bodies are read by their operation, which knows the model: here they are only collected.
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: Math.min(longBody, app.initialConfig.bodyLimit ?? longBody) },
    async (_request: FastifyRequest, bytes: Buffer) => bytes,
  )
  app.setErrorHandler((error: FastifyError | Error, request, reply) => answerError(deps, error, request, reply))
  app.setNotFoundHandler((request) => {
    throw denials.unknownPath(`${originOf(request)}${request.url}`)
  })
  for (const operation of operations) addRoute(app, deps, operation)
  addMethodRefusals(app)
}

function addRoute(app: FastifyInstance, deps: DialectDeps, operation: CheckMarketOperation): void {
  const { core, settings } = deps
  app.route({
    method: operation.method,
    url: operation.url,
    onRequest: async (request) => {
      request.notes.operation = operation.name
      await admit(core, request, operation.role)
      if (operation.body) checkMediaType(request, operation.body)
    },
    handler: async (request, reply) => {
      const { caller } = request.notes
      if (!caller) throw new Error('a request came through without signing in')
      const answer = await operation.answer(core, {
        caller,
        body: bodyOf(request, operation, settings.lenientXml),
        params: request.params as Readonly<Record<string, string>>,
        query: request.query as Readonly<Record<string, unknown>>,
        parameters: queryParameters(request.query as Readonly<Record<string, unknown>>),
        base: `${originOf(request)}/3`,
        settings,
      })
      return respond(request, reply, {
        status: 200,
        answer,
        at: core.clock.now(),
        cacheSeconds: operation.cacheSeconds,
      })
    },
  })
}

/** Answers 405 where a path is known and its method is not, before anything else is looked at. */
function addMethodRefusals(app: FastifyInstance): void {
  for (const url of new Set(operations.map((operation) => operation.url))) {
    const allowed = answeredMethods.filter((method) => app.hasRoute({ method, url }))
    app.route({
      method: answeredMethods.filter((method) => !allowed.includes(method)),
      url,
      onRequest: async (request, reply) => {
        reply.header('Allow', allowed.join(', '))
        throw denials.method(request.method)
      },
      handler: () => undefined,
    })
  }
}

function checkMediaType(request: FastifyRequest, model: BodyModel): void {
  if (!hasBody(request)) throw missingBody(model)
  const type = bareType(request.headers['content-type'])
  if (type === '') throw denials.noMediaType()
  if (!readingOf(type)) throw denials.mediaType(type.slice(0, 100))
}

function bodyOf(request: FastifyRequest, operation: CheckMarketOperation, lenientXml: boolean): Body {
  if (!operation.body) return {}
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  return readBody(bytes, request.headers['content-type'], operation.body, lenientXml)
}

function answerError(
  { core }: DialectDeps,
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const denial = asDenial(error)
  if (denial === internalError) request.notes.error = error
  else noteRefusal(request, error, denial.reason)
  return respond(request, reply, {
    status: denial.status,
    answer: { data: errorData(denial) },
    at: core.clock.now(),
    cacheSeconds: null,
  })
}

/** What went wrong as this dialect answers it: the library's own refusals of a body by their codes. */
function asDenial(error: FastifyError | Error): Denial {
  if (error instanceof Denial) return error
  if (error instanceof Refusal) return denialOf(error)
  const { code, statusCode } = error as FastifyError
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return denials.tooLarge()
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return denials.noMediaType()
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return denials.invalid('The body is malformed.')
  return internalError
}
