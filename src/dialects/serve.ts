import type { IncomingMessage } from 'node:http'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { ownSettings, type SettingsOf, type SettingTable } from '../config/setting.ts'
import { Refusal, Slowed } from '../core/errors.ts'
import type { LongBody, RawBody } from './body/body-job.ts'
import { longBody } from './body/body-readers.ts'
import { NoSeat } from './body/seats.ts'
import type { Call } from './call.ts'
import type { Denial } from './denial.ts'
import type { Dialect, DialectDeps, DialectFacts } from './dialect.ts'
import type { Faults } from './faults.ts'
import { registerFileParts } from './file-part.ts'
import type { InstanceOptions, PathRules } from './instance.ts'
import type { Operation } from './operation.ts'
import { receiveBody } from './receive-body.ts'
import { bodyOf, dropRest, encodingOf, hasSeveralHosts, noteRefusal, originOf } from './request.ts'
import type { SignedIn, Wire } from './wire.ts'

/** All methods that a path may be asked by. A known path refuses those that no operation answers. */
const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']

/** Seconds after which a client may send a long body again that found no room. */
const retryAfter = 30

/** The types of a request whose body was received by `receiveBody`. */
interface RouteTypes {
  readonly Params: Readonly<Record<string, string>>
  readonly Querystring: Readonly<Record<string, unknown>>
  readonly Body: RawBody | LongBody | undefined
}

/**
 * All of a dialect. Its types lead from signing in (`Pass`) to the call (`OwnCall`), its operation (`Op`) and the
 * answer (`Answer`), so that no dialect needs a cast.
 */
export interface DialectShape<
  Table extends SettingTable,
  Pass extends SignedIn,
  OwnCall,
  Answer,
  Op extends Operation<OwnCall, Answer>,
  D extends Denial,
> extends DialectFacts {
  readonly settings: Table
  readonly operations: () => Promise<readonly Op[]>
  readonly paths?: PathRules
  /** Whether HEAD is answered where GET is. */
  readonly answersHead?: boolean
  readonly faults: Faults<D>
  /** The class of the denials that the dialect throws: such an error is answered as it is. */
  readonly denial: abstract new (
    ...args: never[]
  ) => D
  /** Adds the plugins of the dialect to its instance. */
  setUp?(app: FastifyInstance): Promise<void>
  wire(core: DialectDeps['core'], settings: SettingsOf<Table>): Wire<Pass, Op, OwnCall, Answer, D>
}

/** Makes a dialect of its shape. Every request takes the same way, whatever the dialect: `serve` builds it. */
export function defineDialect<
  Table extends SettingTable,
  Pass extends SignedIn,
  OwnCall,
  Answer,
  Op extends Operation<OwnCall, Answer>,
  D extends Denial,
>(shape: DialectShape<Table, Pass, OwnCall, Answer, Op, D>): Dialect {
  return { ...shape, serve: (deps, options) => serve(shape, deps, options) }
}

async function serve<
  Table extends SettingTable,
  Pass extends SignedIn,
  OwnCall,
  Answer,
  Op extends Operation<OwnCall, Answer>,
  D extends Denial,
>(
  shape: DialectShape<Table, Pass, OwnCall, Answer, Op, D>,
  { core, bodies, settings }: DialectDeps,
  options: InstanceOptions,
): Promise<FastifyInstance> {
  const { faults } = shape
  const operations = await shape.operations()
  const wire = shape.wire(core, ownSettings(shape.name, shape.settings, settings))
  // The command line lists the dialects and serves none. It starts faster without the HTTP library.
  const { makeInstance } = await import('./instance.ts')
  const app = makeInstance(options, shape.paths)
  app.removeAllContentTypeParsers()
  // A body is only collected here. Its operation knows how it is read.
  app.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    receiveBody(request, payload, request.routeOptions.bodyLimit ?? longBody, faults),
  )
  await shape.setUp?.(app)
  app.setErrorHandler(answerError)
  app.addHook('onRequest', async (request, reply) => {
    // This hook runs for unknown paths too, so that the library's own answer to them is never sent.
    await wire.arrive?.(request, reply)
    if (hasSeveralHosts(request)) throw faults.badRequest('the request has more than one Host header')
    if (request.is404) throw faults.unknownPath(request)
  })
  for (const operation of operations) if (operation.consumes === 'json') addRoutes(app, operation)
  // Multipart has a scope of its own: else the hooks of its library would run for every request.
  await app.register(async (scope) => {
    await registerFileParts(scope, options.bodyLimit)
    for (const operation of operations) if (operation.consumes !== 'json') addRoutes(scope, operation)
  })
  addMethodRefusals()
  for (const path of shape.notServed ?? []) addNotServed(path)
  await app.ready()
  return app

  function addRoutes(scope: FastifyInstance, operation: Op): void {
    // The results of signing in, from `onRequest` to the handler: a decorated request could not have the type `Pass`.
    const passes = new WeakMap<FastifyRequest, Pass>()
    for (const { method, url } of operation.routes) {
      scope.route<RouteTypes>({
        method: method === 'GET' && shape.answersHead ? ['GET', 'HEAD'] : method,
        url,
        bodyLimit: operation.takesLongBody ? options.bodyLimit : Math.min(options.bodyLimit, longBody),
        onRequest: async (request) => {
          request.notes.operation = operation.name
          passes.set(request, await wire.admit(request, operation))
          checkBodyHeaders(request, operation)
        },
        handler: async (request, reply) => {
          const pass = passes.get(request)
          if (!pass) throw new Error('a request came through without signing in')
          const body = await bodyOf(request, operation, faults)
          const { params, query, headers, method } = request
          const { caller } = pass
          const raw = body ?? { bytes: Buffer.alloc(0), contentType: headers['content-type'] }
          let leave = (): void => undefined
          const call: Call = {
            caller,
            method,
            params,
            query,
            headers,
            origin: originOf(request),
            hasBody: body !== undefined,
            raw: 'pieces' in raw ? undefined : raw,
            async read(reader, options) {
              leave = await bodies.enter(raw, { accountId: caller.accountId, isGone: () => request.raw.destroyed })
              return bodies.read(reader, { ...raw, options })
            },
          }
          try {
            const answer = await operation.handle(core, await wire.call(request, call, pass, operation))
            return wire.answer(request, reply, answer, operation)
          } finally {
            leave()
            if ('pieces' in raw) dropRest(request)
          }
        },
      })
    }
  }

  /** Checks the encoding and the media type of a body, once its request has signed in and before it is received. */
  function checkBodyHeaders(request: FastifyRequest, operation: Op): void {
    const encoding = encodingOf(request)
    if (encoding !== undefined) throw faults.contentEncoding(encoding)
    wire.checkMediaType?.(request, operation)
  }

  /** Refuses the methods that a known path does not have, before anybody has to sign in. */
  function addMethodRefusals(): void {
    const allowed = new Map<string, Set<HTTPMethods>>()
    for (const { method, url } of operations.flatMap(({ routes }) => routes)) {
      allowed.set(url, (allowed.get(url) ?? new Set()).add(method as HTTPMethods))
    }
    for (const [url, known] of allowed) {
      addRefusal(url, async (request) => {
        throw faults.method(
          request.method,
          methods.filter((method) => known.has(method)),
        )
      })
    }
  }

  /** Refuses a path of `notServed`, alone, with a suffix and with all below it, once the request has signed in. */
  function addNotServed(path: string): void {
    for (const url of [path, `${path}/*`, `${path}.:format`]) {
      addRefusal(url, async (request) => {
        await wire.admit(request, undefined)
        throw faults.notServed(request)
      })
    }
  }

  /** Adds a route that refuses every method of `url` that no operation answers, before the body is received. */
  function addRefusal(url: string, onRequest: (request: FastifyRequest) => Promise<void>): void {
    const method = methods.filter((each) => !app.hasRoute({ method: each, url }))
    // The handler is never reached: the hook throws.
    if (method.length > 0) app.route({ method, url, onRequest, handler: () => undefined })
  }

  function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const known = denialOf(error, request)
    if (known) noteRefusal(request, error, known.logged)
    else request.notes.error = error
    const denial = known ?? faults.internal()
    if (error instanceof Slowed) reply.header('Retry-After', error.retryAfter)
    return wire.deny(request, reply.code(denial.status).headers(denial.headers), denial)
  }

  /**
   * The denial that answers an error; undefined for a failure of the server. Errors of the HTTP library are told apart
   * by their codes.
   */
  function denialOf(error: FastifyError | Error, request: FastifyRequest): D | undefined {
    if (error instanceof shape.denial) return error
    if (error instanceof Refusal) return faults.refusal(error, request)
    if (error instanceof NoSeat) return faults.busy(retryAfter)
    const { code, statusCode = 500 } = error as FastifyError
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return faults.tooLarge()
    if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return faults.mediaType(request)
    return statusCode >= 400 && statusCode < 500 ? faults.malformedBody('the body is malformed') : undefined
  }
}
