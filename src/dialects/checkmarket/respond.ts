import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { entityTag, isKnown } from '../entity-tag.ts'
import { encodeText } from './charset.ts'
import { instant } from './dates.ts'
import { negotiate, wishNames } from './negotiate.ts'
import { type Answer, type BareAnswer, renderPayload } from './payload.ts'
import { queryParameters } from './query.ts'

/** An answer that is to be sent. */
export interface Response {
  /** The true status, also where `statusok` hides it from the HTTP library of the client. */
  readonly status: number
  readonly answer: Answer
  readonly at: number
  readonly cacheSeconds: number | null
}

/**
 * Sends the envelope in the format that was negotiated. An answer that a client may keep has an ETag. A client that has
 * the same already gets 304.
 */
export function respond(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, answer, at, cacheSeconds }: Response,
): FastifyReply {
  const { format, type, charset } = negotiate(request.headers)
  const text = renderPayload(format, status, answer, at)
  const isAlwaysOk = queryParameters(request.query as Readonly<Record<string, unknown>>).has('statusok')
  reply.header('Vary', `${wishNames}, X-Master-Key, X-Key`)
  if (cacheSeconds !== null) {
    const tag = tagOf(text, at, answer.revision)
    // Only the client itself may keep what it got by its keys.
    reply.header('Cache-Control', `private, max-age=${cacheSeconds}`).header('ETag', tag)
    if (!isAlwaysOk && isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send()
  }
  if (cacheSeconds === null && answer.revision !== undefined) {
    const isRead = request.method === 'GET'
    const tag = tagOf(text, at, answer.revision)
    reply.header(isRead ? 'ETag' : 'Dialbook-Revision', tag)
    if (isRead && !isAlwaysOk && isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send()
  }
  return reply
    .code(isAlwaysOk ? 200 : status)
    .type(`${type}; charset=${charset}`)
    .send(encodeText(text, charset))
}

/** Sends a document without an envelope. */
export function sendBare(reply: FastifyReply, { document }: BareAnswer): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(document))
}

/**
 * The ETag of an answer, without the time stamp of its envelope. With a revision it counts as strong: the time stamp says when the
 * answer was sent, and nothing of the thing.
 */
function tagOf(text: string, at: number, revision: string | undefined): string {
  const timeless = text.replace(instant(at), '')
  if (revision !== undefined) return entityTag(revision, timeless)
  return `W/"${createHash('sha256').update(timeless).digest('base64url').slice(0, 22)}"`
}
