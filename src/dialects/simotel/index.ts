import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import cors from '@fastify/cors'
import multipart from '@fastify/multipart'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { Refusal } from '../../core/errors.ts'
import type { Dialect, DialectDeps, Operation } from '../dialect.ts'
import { hasBody, noteRefusal } from '../request.ts'
import { admit, dialectName } from './auth.ts'
import { plainBody } from './body.ts'
import { Annotated, type Envelope, failed } from './envelope.ts'
import { Denial, denials, forbiddenAt, internalError, textOf } from './errors.ts'
import { webhooks } from './events/webhooks.ts'
import { readFilePart } from './file-part.ts'
import { keyForm } from './keys.ts'
import { operations } from './operations.ts'
import { welcome } from './welcome.ts'

const answeredMethods: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD']

/** Simotel's API v4 (autodialer groups and contacts, PBX users), with the paths and verbs of v3. */
export const simotel: Dialect = {
  name: dialectName,
  title: 'Simotel API v4',
  prefixes: ['/api'],
  operations,
  keyForm,
  webhooks,
  mount,
  welcome,
}

async function mount(app: FastifyInstance, deps: DialectDeps): Promise<void> {
  // Older clients search by GET with a JSON body.
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, bytes: Buffer) => (bytes.length === 0 ? undefined : bytes),
  )
  await app.register(cors, {
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: ['Authorization', 'X-APIKEY', 'Content-Type'],
    exposedHeaders: ['Dialbook-Reason', 'Dialbook-PBX'],
    maxAge: 600,
    strictPreflight: false,
  })
  app.setErrorHandler(answerError)
  app.addHook('onRequest', async (request) => {
    if (request.is404) throw denials.unknownService()
  })
  for (const operation of operations) {
    if (operation.consumes === 'json') addRoutes(app, deps, operation)
  }
  // In a scope of its own: the library's hooks would run for every request.
  await app.register(async (scope) => {
    await scope.register(multipart, { limits: { parts: 10, fileSize: app.initialConfig.bodyLimit ?? 0 } })
    for (const operation of operations) {
      if (operation.consumes === 'multipart') addRoutes(scope, deps, operation)
    }
  })
  addMethodRefusals(app)
}

function addRoutes(app: FastifyInstance, deps: DialectDeps, operation: Operation): void {
  const { core, settings } = deps
  for (const route of operation.routes) {
    app.route({
      ...route,
      onRequest: async (request) => {
        request.notes.operation = operation.name
        await admit(core, request, operation)
        checkMediaType(request, operation)
      },
      handler: async (request, reply): Promise<Envelope | Readable> => {
        const { caller } = request.notes
        if (!caller) throw new Error('a request came through without signing in')
        const body = await bodyOf(request, operation, deps)
        const answer = await operation.handle(core, { caller, body, params: {}, query: {}, settings })
        if (answer instanceof Readable) reply.type('application/json; charset=utf-8')
        if (!(answer instanceof Annotated)) return answer as Envelope | Readable
        for (const [name, value] of Object.entries(answer.headers)) reply.header(name, headerText(value))
        return answer.envelope
      },
    })
  }
}

/** Answers 405 where a path is known and its method is not, before anything else is looked at. */
function addMethodRefusals(app: FastifyInstance): void {
  const urls = new Set(operations.flatMap((operation) => operation.routes.map((route) => route.url)))
  for (const url of urls) {
    const method = answeredMethods.filter((each) => !app.hasRoute({ method: each, url }))
    app.route({
      method,
      url,
      onRequest: async (request) => {
        throw denials.method(request.method)
      },
      handler: () => undefined,
    })
  }
}

const mediaTypes: Readonly<Record<Operation['consumes'], string>> = {
  json: 'application/json',
  multipart: 'multipart/form-data',
}

function checkMediaType(request: FastifyRequest, operation: Operation): void {
  const wanted = mediaTypes[operation.consumes]
  const given = request.headers['content-type']
  if (given === undefined && !hasBody(request)) return
  if (given?.split(';')[0]?.trim().toLowerCase() !== wanted) throw denials.mediaType(wanted)
}

/** The body for the handler: `{}` where none came and none is needed, undefined where no file came. */
async function bodyOf(request: FastifyRequest, operation: Operation, { bodies }: DialectDeps): Promise<unknown> {
  const { reader } = operation
  if (reader && operation.consumes === 'multipart') {
    return readFilePart(request, async (filename, content) =>
      bodies.read(reader, { bytes: await buffer(content), filename }),
    )
  }
  const bytes = request.body as Buffer | undefined
  if (bytes) return bodies.read(reader ?? plainBody, { bytes })
  if (request.method === 'GET' || operation.name === 'setting/ping/act') return {}
  throw denials.content('the body is empty')
}

function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const denial = denialOf(error) ?? (error instanceof Refusal && forbiddenAt(`/${request.notes.operation}`, error))
  if (error instanceof Refusal || denial) {
    const reason = denial ? denial.reason : error.message
    noteRefusal(request, error, reason)
    reply.header('Dialbook-Reason', headerText(reason))
  }
  if (denial) return reply.code(denial.status).send(failed(denial.message))
  if (error instanceof Refusal) return reply.code(200).send(failed(textOf(error)))
  request.notes.error = error
  return reply.code(500).send(failed(internalError))
}

/** The library's own refusals of a body, by their codes. */
function denialOf(error: FastifyError | Error): Denial | undefined {
  if (error instanceof Denial) return error
  const { code, statusCode } = error as FastifyError
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return denials.tooLarge()
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return denials.mediaType('application/json')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return denials.content('the body is malformed')
  return undefined
}

function headerText(reason: string): string {
  return reason.replace(/[^\x20-\x7e]/g, '?').slice(0, 300)
}
