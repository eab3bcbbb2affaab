import type { FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'
import type { LongBody, RawBody } from './body/body-job.ts'
import { receiveFile } from './file-part.ts'
import type { OperationFacts } from './operation.ts'
import type { BodyFaults } from './receive-body.ts'

/**
 * The address of the client. An IPv4 address has its own form, also where the server listens on IPv6: `::ffff:10.0.0.1`
 * → `10.0.0.1`.
 */
export function addressOf(request: FastifyRequest): string {
  return request.ip.replace(/^::ffff:(?=[0-9.]+$)/i, '')
}

/** Whether a request comes with a body, by its headers. A length of 0 is no body. */
export function hasBody(request: FastifyRequest): boolean {
  const length = request.headers['content-length']
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}

/**
 * The encoding of the body, such as `gzip`: no encoded body is read. Undefined for a body that is not encoded, and
 * where no body comes.
 */
export function encodingOf(request: FastifyRequest): string | undefined {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase()
  return encoding === undefined || encoding === '' || encoding === 'identity' || !hasBody(request)
    ? undefined
    : encoding
}

/** Whether the request names more than one host (RFC 9112 §3.2 has it refused). */
export function hasSeveralHosts({ raw: { rawHeaders } }: FastifyRequest): boolean {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === 4 && name.toLowerCase() === 'host') count++
  }
  return count > 1
}

/** The body of a request, or the file of a multipart body. Undefined where none came: a body without bytes is none. */
export async function bodyOf(
  request: FastifyRequest<{ Body: RawBody | LongBody | undefined }>,
  { consumes }: OperationFacts,
  faults: BodyFaults,
): Promise<RawBody | LongBody | undefined> {
  if (consumes === 'multipart' || (consumes === 'file' && request.isMultipart())) return receiveFile(request, faults)
  const { body } = request
  return body && !isEmpty(body) ? body : undefined
}

/** Whether a body has no bytes: it is none then. */
export function isEmpty(body: RawBody | LongBody): boolean {
  return !('pieces' in body) && body.bytes.length === 0
}

/** Whether the header of a media type names one, with parameters or without (RFC 9110 §8.3.1). */
export function isMediaType(header: string): boolean {
  return header === 'application/json' || /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/.test(header)
}

/** Receives what is left of a body that nobody reads any more, so that its connection can take the next request. */
export function dropRest({ raw }: FastifyRequest): void {
  if (raw.readableEnded || raw.destroyed) return
  raw.unpipe()
  raw.resume()
}

/**
 * The scheme and the host that the client called, for links. A host header that is no host is not repeated: `localhost`
 * takes its place.
 */
export function originOf(request: FastifyRequest): string {
  const host = /^[\w.-]+(:\d+)?$|^\[[0-9a-f:.]+\](:\d+)?$/i.test(request.host) ? request.host : 'localhost'
  return `${request.protocol}://${host}`
}

/**
 * Notes the reason of a refusal for the log. The refusal `unavailable` is a failure of the server as well: it is noted
 * with its cause.
 */
export function noteRefusal(request: FastifyRequest, error: Error, reason: string): void {
  request.notes.reason = reason
  if (error instanceof Refusal && ['unavailable', 'damaged'].includes(error.code)) request.notes.error = error
}
