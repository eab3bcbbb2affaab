import type { FastifyReply, FastifyRequest } from 'fastify'
import { entityTag, isKnown } from '../entity-tag.ts'
import { originOf } from '../request.ts'
import { streamedJson } from '../streamed-json.ts'
import { type Answer, bodyOf, isWhole } from './answer.ts'
import { errorDocument } from './error-document.ts'
import { denials, type Lox24Denial } from './errors.ts'
import { type Format, isFormat, mediaTypes, negotiate, suffixOf } from './negotiate.ts'

/** Sets the headers that every answer has. */
export function addCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({
    'X-LOX24-REQUEST-ID': request.id,
    Vary: 'Accept',
    Link: `<${originOf(request)}/docs.jsonld>; rel="http://www.w3.org/ns/hydra/core#apiDocumentation"`,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'deny',
  })
}

/**
 * The format to answer in.
 *
 * @throws Lox24Denial 404 for an unknown suffix, 406 for an `Accept` header that allows no format.
 */
export function formatOf(request: FastifyRequest): Format {
  const suffix = suffixOf(pathOf(request))
  if (suffix !== undefined && !isFormat(suffix)) throw denials.suffix(suffix)
  const format = negotiate(request.headers.accept, suffix)
  if (!format) throw denials.accept(request.headers.accept ?? '')
  return format
}

/** Sends the answer of an operation. */
export function sendAnswer(reply: FastifyReply, answer: Answer, format: Format): FastifyReply {
  if (answer.kind === 'nothing') return reply.code(204).send()
  if (answer.kind === 'csv') {
    reply.header('Content-Disposition', `attachment; filename=${answer.filename}`)
    return reply.type('text/csv; charset=utf-8').send(answer.content)
  }
  if (answer.kind === 'resource') addLocations(reply, answer.status, answer.resource.iri)
  const status = answer.kind === 'resource' || answer.kind === 'batch' ? answer.status : 200
  const body = bodyOf(answer, format)
  if (answer.kind === 'resource' && answer.revision !== undefined) {
    return sendTagged(reply.code(status), mediaTypes[format], JSON.stringify(body), answer.revision)
  }
  const isLong = answer.kind === 'batch' && !isWhole(answer.items)
  return sendJson(reply.code(status), mediaTypes[format], isLong ? streamedJson(body as object) : body)
}

/** Sends a resource with its tag. That of a PUT is no ETag, since the body of the request is not what is stored (RFC 9110 §9.3.4). */
function sendTagged(reply: FastifyReply, mediaType: string, text: string, revision: string): FastifyReply {
  const { method, headers } = reply.request
  const tag = entityTag(revision, text)
  reply.header(method === 'PUT' ? 'Dialbook-Revision' : 'ETag', tag)
  if ((method === 'GET' || method === 'HEAD') && isKnown(headers['if-none-match'], tag)) return reply.code(304).send()
  return reply.type(`${mediaType}; charset=utf-8`).send(text)
}

function addLocations(reply: FastifyReply, status: 200 | 201, iri: string): void {
  if (status === 201) reply.header('Location', iri)
  if (reply.request.method !== 'GET' && reply.request.method !== 'HEAD') reply.header('Content-Location', iri)
}

/** Sends a denial in the format of its request. */
export function sendDenial(request: FastifyRequest, reply: FastifyReply, denial: Lox24Denial): FastifyReply {
  const { mediaType, body } = errorDocument(denial, acceptedFormat(request))
  return sendJson(reply, mediaType, body)
}

/** The format of an error: JSON where the client accepts no format. */
function acceptedFormat(request: FastifyRequest): Format {
  const suffix = suffixOf(pathOf(request))
  return negotiate(request.headers.accept, suffix !== undefined && isFormat(suffix) ? suffix : undefined) ?? 'json'
}

function sendJson(reply: FastifyReply, mediaType: string, body: unknown): FastifyReply {
  return reply
    .type(`${mediaType}; charset=utf-8`)
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(body)
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? ''
}
