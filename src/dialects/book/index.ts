import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Core } from '../../core/core.ts'
import { SignIns } from '../../core/sign-in/sign-ins.ts'
import type { ServerSide } from '../dialect.ts'
import { entityTag, isKnown } from '../entity-tag.ts'
import { addressOf, hasBody } from '../request.ts'
import { defineDialect } from '../serve.ts'
import type { Wire } from '../wire.ts'
import { type Admitted, admit, admitKey, dialectName } from './auth.ts'
import { BookDenial, denials, faults, problemOf } from './errors.ts'
import { keyForm } from './keys.ts'
import type { BookAnswer, BookCall, BookOperation } from './operation.ts'
import { permissionsOf } from './permissions.ts'
import { welcome } from './welcome.ts'

const title = 'dialbook API v1'

/** dialbook's own API, in JSON: all that no vendor's API has, for programs and for the page. */
export const book = defineDialect({
  name: dialectName,
  title,
  prefixes: ['/book/api'],
  paths: { ignoreTrailingSlash: true },
  operations: async () => (await import('./operations.ts')).operations,
  openapi: async () => (await import('./openapi.ts')).describe(title),
  answersHead: true,
  settings: {},
  keyForm,
  permissionsOf,
  welcome,
  faults,
  denial: BookDenial,
  wire,
})

function wire(
  core: Core,
  _settings: object,
  server: ServerSide,
): Wire<Admitted, BookOperation, BookCall, BookAnswer, BookDenial> {
  const signIns = new SignIns(core, dialectName)
  return {
    async arrive(_request, reply) {
      reply.headers({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
    },
    admit: (request, operation) => admit(core, signIns, request, operation),
    admitKey,
    checkMediaType,
    call: (request, call, { key, person }) => ({ ...call, key, person, server, address: addressOf(request) }),
    answer,
    deny: (_request, reply, denial) => sendJson(reply, 'application/problem+json', problemOf(denial)),
  }
}

function checkMediaType(request: FastifyRequest, { consumes }: BookOperation): void {
  if (consumes !== 'json' || !hasBody(request)) return
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw denials.mediaType()
}

function answer(request: FastifyRequest, reply: FastifyReply, answer: BookAnswer): unknown {
  if (answer.status === 204) return reply.code(204).send()
  if ('events' in answer) return reply.type('text/event-stream').send(streamOf(request, answer.events))
  if ('bytes' in answer) return reply.type(answer.type).send(Readable.from(answer.bytes))
  if (answer.kept) request.notes.kept = JSON.stringify(answer.kept)
  if (answer.status === 201) reply.header('Location', answer.location)
  reply.code(answer.status)
  if (answer.revision === undefined) return sendJson(reply, 'application/json', answer.body)
  const text = JSON.stringify(answer.body)
  const tag = entityTag(answer.revision, text)
  reply.header('ETag', tag)
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (isRead && isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send()
  return reply.type('application/json; charset=utf-8').send(text)
}

/** Events as a stream. A client that ends its side of the connection has gone: it would wait for an end that never comes. */
function streamOf({ raw: { socket } }: FastifyRequest, events: AsyncIterable<string>): Readable {
  const stream = Readable.from(events)
  const end = (): void => {
    stream.destroy()
  }
  socket.once('end', end)
  stream.once('close', () => socket.off('end', end))
  return stream
}

function sendJson(reply: FastifyReply, mediaType: string, body: object): FastifyReply {
  return reply
    .type(`${mediaType}; charset=utf-8`)
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(body)
}
