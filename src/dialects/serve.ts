import type { IncomingMessage } from 'node:http'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ownSettings, type SettingTable } from '../config/setting.ts'
import type { Core } from '../core/core.ts'
import { Refusal, Slowed } from '../core/errors.ts'
import type { LongBody, RawBody } from './body/body-job.ts'
import { longBody } from './body/body-readers.ts'
import { NoSeat } from './body/seats.ts'
import type { Call } from './call.ts'
import { conditionalCore } from './conditional.ts'
import type { Denial } from './denial.ts'
import type { Dialect, DialectDeps } from './dialect.ts'
import type { DialectShape } from './dialect-shape.ts'
import { endingOf } from './ending-of.ts'
import { registerFileParts } from './file-part.ts'
import type { InstanceOptions } from './instance.ts'
import { keptBodyOf } from './keep-body.ts'
import { MalformedHeader } from './malformed-header.ts'
import type { Operation } from './operation.ts'
import { receiveBody } from './receive-body.ts'
import type { ReplayOrder } from './replay.ts'
import {
  bodyOf,
  dropRest,
  encodingOf,
  hasBody,
  hasSeveralHosts,
  isEmpty,
  isMediaType,
  noteRefusal,
  originOf,
} from './request.ts'
import { Retries } from './retries.ts'
import { underWeather } from './weather.ts'
import type { SignedIn } from './wire.ts'

/** Seconds after which a client may send a long body again that found no room. */
const retryAfter = 30
/** The types of a request whose body was received by `receiveBody`. */
interface RouteTypes {
  readonly Params: Readonly<Record<string, string>>
  readonly Querystring: Readonly<Record<string, unknown>>
  readonly Body: RawBody | LongBody | undefined
}

/** The part of a route that answers. */
interface Way {
  readonly onRequest: (request: FastifyRequest<RouteTypes>, reply: FastifyReply) => void | Promise<void>
  readonly handler: (request: FastifyRequest<RouteTypes>, reply: FastifyReply) => unknown
}

const noBytes = Buffer.alloc(0)

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
  { core, server, bodies, settings, replays, onRefilled, weather }: DialectDeps,
  options: InstanceOptions,
): Promise<FastifyInstance> {
  const { faults } = shape
  const operations = await shape.operations()
  const own = ownSettings(shape.name, shape.settings, settings)
  const makeWire = () => underWeather(shape.wire(core, own, server), shape.storms, weather)
  const retries = new Retries(core)
  let wire = makeWire()
  onRefilled?.(() => {
    wire = makeWire()
  })
  // The command line serves nothing: it starts faster without the HTTP library.
  const { makeInstance } = await import('./instance.ts')
  const { knownPaths, mistakable } = await import('./known-paths.ts')
  const app = makeInstance(options, shape.paths)
  app.removeAllContentTypeParsers()
  // A body is only collected here. Its operation knows how it is read.
  app.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    receiveBody(request, payload, request.routeOptions.bodyLimit ?? longBody, faults),
  )
  await shape.setUp?.(app)
  app.setErrorHandler(answerError)
  const known = knownPaths(operations, shape.notServed ?? [], shape.paths)
  /** Refuses what no operation answers, before the body is received. A path that is not served asks for a key first. */
  const refuse = async (request: FastifyRequest): Promise<never> => {
    const path = known(request.method, request.url)
    request.notes.path = path?.url ?? null
    if (!path) throw faults.unknownPath(request)
    if (path.allowed) throw faults.method(request.method, path.allowed)
    await wire.admit(request, undefined)
    throw faults.notServed(request)
  }
  const check = (request: FastifyRequest): Promise<never> | undefined => {
    if (hasSeveralHosts(request)) throw faults.badRequest('the request has more than one Host header')
    return request.is404 ? refuse(request) : undefined
  }
  // This hook runs for unknown paths too, so that the library's own answer to them is never sent.
  if (wire.arrive) {
    app.addHook('onRequest', async (request, reply) => {
      await wire.arrive?.(request, reply)
      await check(request)
    })
  } else {
    app.addHook('onRequest', (request, _reply, done) => {
      check(request)?.catch(done) ?? done()
    })
  }
  for (const operation of operations) if (operation.consumes === 'json') addRoutes(app, operation)
  for (const path of mistakable(operations)) app.route({ ...path, onRequest: refuse, handler: () => undefined })
  // Multipart has a scope of its own: else the hooks of its library would run for every request.
  await app.register(async (scope) => {
    await registerFileParts(scope, options.bodyLimit)
    for (const operation of operations) if (operation.consumes !== 'json') addRoutes(scope, operation)
  })
  await app.ready()
  return app

  function addRoutes(scope: FastifyInstance, operation: Op): void {
    const limit = operation.takesLongBody ? options.bodyLimit : Math.min(options.bodyLimit, longBody)
    for (const { method, url } of operation.routes) {
      scope.route<RouteTypes>({
        method: method === 'GET' && shape.answersHead ? ['GET', 'HEAD'] : method,
        url,
        bodyLimit: limit,
        ...(operation.consumes === 'json' ? wholeWay(operation, limit) : wayOfFile(operation)),
      })
    }
  }

  /** The whole way of a request, in the library's first step: its own way to a body costs more than all the rest of it. */
  function wholeWay(operation: Op, limit: number): Way {
    return {
      onRequest(request, reply) {
        const work = async (): Promise<unknown> => {
          const pass = await letIn(request, operation)
          return answerCall(request, reply, operation, pass, await receive(request, reply, limit))
        }
        work()
          .then((payload) => {
            if (payload !== reply) reply.send(payload)
          })
          .catch((error: Error) => {
            if (!reply.sent) reply.send(error)
          })
      },
      handler: () => undefined,
    }
  }

  /** The way of a request that may have a multipart body, which the library reads. */
  function wayOfFile(operation: Op): Way {
    // The results of signing in, from `onRequest` to the handler: a decorated request could not have the type `Pass`.
    const passes = new WeakMap<FastifyRequest, Pass>()
    return {
      async onRequest(request) {
        passes.set(request, await letIn(request, operation))
      },
      async handler(request, reply) {
        const pass = passes.get(request)
        if (!pass) throw new Error('a request came through without signing in')
        return answerCall(request, reply, operation, pass, await bodyOf(request, operation, faults))
      },
    }
  }

  /** Signs a request in, and refuses a body that would not be read. */
  async function letIn(request: FastifyRequest, operation: Op): Promise<Pass> {
    request.notes.operation = operation.name
    const order = replays?.take(request)
    const pass = order ? letInAgain(request, operation, order) : await wire.admit(request, operation)
    checkBodyHeaders(request, operation)
    return pass
  }

  /** Lets a request in that a person sends once more, as its key. The change has the person's name. */
  function letInAgain(request: FastifyRequest, operation: Op, order: ReplayOrder): Pass {
    order.sentAs = request.id
    request.notes.replay = order.replay
    const pass = wire.admitKey(request, order.key, operation)
    const caller = { ...pass.caller, name: order.replay.by }
    request.notes.caller = caller
    return { ...pass, caller }
  }

  /** Receives the body of a request; undefined where none comes. That of a GET is left alone, unless the vendor's clients send one. */
  async function receive(
    request: FastifyRequest,
    reply: FastifyReply,
    limit: number,
  ): Promise<RawBody | LongBody | undefined> {
    const { method, headers } = request
    const type = headers['content-type']
    if (method === 'HEAD' || (method === 'GET' && !shape.readsBodyOfGet)) return undefined
    if (type === undefined && !hasBody(request)) return undefined
    if (type !== undefined && !isMediaType(type)) throw faults.mediaType(request)
    try {
      const body = await receiveBody(request, request.raw, limit, faults)
      return isEmpty(body) ? undefined : body
    } catch (error) {
      // The rest of the body may still come: no other request can follow it.
      reply.header('Connection', 'close')
      throw error
    }
  }

  async function answerCall(
    request: FastifyRequest<RouteTypes>,
    reply: FastifyReply,
    operation: Op,
    pass: Pass,
    body: RawBody | LongBody | undefined,
  ): Promise<unknown> {
    const { params, query, headers, method } = request
    const { caller } = pass
    if (caller.trace && caller.trace.bodiesUntil > core.clock.now()) request.notes.body = keptBodyOf(request, body)
    const given = body ?? { bytes: noBytes, contentType: headers['content-type'] }
    const retryable = retries.of(request, operation, caller, given)
    const raw = retryable?.body ?? given
    let leave: (() => void) | undefined
    const call: Call = {
      caller,
      method,
      params,
      query,
      headers,
      isEnding: endingOf(request, reply),
      origin: originOf(request),
      hasBody: body !== undefined,
      raw: 'pieces' in raw ? undefined : raw,
      async read(reader, options) {
        if ('pieces' in raw)
          leave = await bodies.enter(raw, { accountId: caller.accountId, isGone: () => request.raw.destroyed })
        return bodies.read(reader, { ...raw, options })
      },
    }
    try {
      const own = await wire.call(request, call, pass, operation)
      const client = { accountId: caller.accountId, isGone: () => request.raw.socket.destroyed }
      const make = async (to: Core, by: FastifyReply): Promise<unknown> => {
        const held = conditionalCore(to, request, caller, operation)
        const answer = await core.store.forClient(client, () => operation.handle(held, own))
        return wire.answer(request, by, answer, operation)
      }
      return await (retryable ? retryable.answer(reply, make) : make(core, reply))
    } finally {
      leave?.()
      if ('pieces' in raw) dropRest(request)
    }
  }

  /** Checks the encoding and the media type of a body, once its request has signed in and before it is received. */
  function checkBodyHeaders(request: FastifyRequest, operation: Op): void {
    const encoding = encodingOf(request)
    if (encoding !== undefined) throw faults.contentEncoding(encoding)
    wire.checkMediaType?.(request, operation)
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
    if (error instanceof MalformedHeader) return faults.badRequest(error.message)
    const { code, statusCode = 500 } = error as FastifyError
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return faults.tooLarge()
    if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return faults.mediaType(request)
    return statusCode >= 400 && statusCode < 500 ? faults.malformedBody('the body is malformed') : undefined
  }
}
